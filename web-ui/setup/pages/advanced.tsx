/** `Advanced` (row A8): updates, logs, starting again, and the ways to the rest. */
import { useState } from 'preact/hooks';
import {
  Banner,
  Button,
  ConfirmDialog,
  download,
  FailureBanner,
  Head,
  Link,
  Search,
  Section,
  toast,
  useDoing,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { lazyUpdates } from '../parts/lazy-updates.tsx';
import { t } from '../words.ts';

/** As many as the gateway gives at once. */
const LINES = 1000;

const UpdateSchedule = lazyUpdates('schedule');

export function AdvancedPage() {
  useTitle(t('advanced.title'), t('brand'));
  const { mayChange } = useInside();
  return (
    <>
      <Head sentences={[t('advanced.title')]} lead={t('advanced.lead')} />
      {mayChange ? (
        <>
          <UpdateSchedule />
          <Logs />
          <StartAgain />
        </>
      ) : (
        <Banner>
          <p>{t('advanced.lookOnly')}</p>
        </Banner>
      )}
      <More />
    </>
  );
}

function Logs() {
  const { overview } = useInside();
  const [lines, setLines] = useState<readonly string[]>();
  const view = useDoing(async () => setLines((await gateway.logs(LINES)).lines));
  const collect = useDoing(async () => {
    const { lines: all } = await gateway.logs(LINES);
    const day = new Date(overview.time).toISOString().slice(0, 10);
    download(`${overview.name}-${day}.log`, `${all.join('\n')}\n`);
    toast(t('logs.collected', { n: all.length }));
  });
  const failure = view.failure ?? collect.failure;
  return (
    <Section title={t('logs.title')} aside={t('logs.most', { n: LINES })}>
      {failure && <FailureBanner failure={failure} title={t('logs.notRead')} level={3} focus />}
      <p class="small">{t('logs.text')}</p>
      <div class="row">
        <Button
          icon="download"
          busy={collect.busy}
          busyWord={t('logs.collecting')}
          onClick={() => void collect.run()}
        >
          {t('logs.download')}
        </Button>
        <Button
          busy={view.busy}
          busyWord={t('logs.reading')}
          icon={lines ? 'refresh' : 'eye'}
          onClick={() => void view.run()}
        >
          {lines ? t('logs.again') : t('logs.view')}
        </Button>
        <span class="small quiet">{t('logs.collect')}</span>
      </div>
      {lines && <Lines lines={lines} />}
    </Section>
  );
}

/** The newest last, as a log is read; a word picks the lines that have it. */
function Lines({ lines }: { lines: readonly string[] }) {
  const [word, setWord] = useState('');
  const wanted = word.trim().toLowerCase();
  const chosen = wanted ? lines.filter((line) => line.toLowerCase().includes(wanted)) : lines;
  return (
    <div class="stack">
      <div class="toolbar">
        <Search label={t('logs.search')} value={word} onInput={setWord} />
        <span class="small quiet" role="status">
          {t('logs.chosen', { n: chosen.length, of: lines.length })}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre class="raw" tabIndex={0}>
        {chosen.join('\n') || t('logs.none')}
      </pre>
    </div>
  );
}

const STARTS = {
  restart: { key: 'restart', run: () => gateway.restart() },
  reboot: { key: 'reboot', run: () => gateway.reboot() },
} as const;
type Start = keyof typeof STARTS;

function StartAgain() {
  const [asked, setAsked] = useState<Start>();
  return (
    <Section title={t('again.title')}>
      {(['restart', 'reboot'] as const).map((start) => (
        <div class="row wide-gap" key={start}>
          <Button onClick={() => setAsked(start)}>{t(`again.${start}`)}</Button>
          <p class="small">{t(`again.${start}Text`)}</p>
        </div>
      ))}
      {asked && <Ask start={asked} onClose={() => setAsked(undefined)} />}
    </Section>
  );
}

/** What goes on and what stops meanwhile is said before. */
function Ask({ start, onClose }: { start: Start; onClose: () => void }) {
  const { overview } = useInside();
  const remote = overview.sessions.filter((session) => session.endedAt === undefined).length;
  return (
    <ConfirmDialog
      open
      title={t(`again.${start}Ask`)}
      yes={t(`again.${start}`)}
      onClose={onClose}
      onYes={async () => {
        await STARTS[start].run();
        toast(t(`again.${start}Done`));
      }}
    >
      <p class="small">{t('again.stops')}</p>
      <p class="small">{t('again.stays')}</p>
      {overview.sync.state === 'running' && <p class="small">{t('again.sync')}</p>}
      {remote > 0 && <p class="small">{t('again.sessions', { n: remote })}</p>}
    </ConfirmDialog>
  );
}

function More() {
  const { mayChange, remote, overview } = useInside();
  return (
    <Section title={t('advanced.more')}>
      <ul class="small links">
        <li>
          <Link href="/support">{t('advanced.toSupport')}</Link>
        </li>
        <li>
          <Link href="/backup">{t('backup.title')}</Link>
        </li>
        <li>
          <Link href="/factory-reset">{t('reset.title')}</Link>
        </li>
        <li>
          <Link href="/setup/overview">{t('advanced.toOverview')}</Link>
        </li>
        <li>
          <Link href="/?view=debug">{t('advanced.toDebug')}</Link>
        </li>
        <li>
          <Link href="/access-log">{t('advanced.toAccessLog')}</Link>
        </li>
        {overview.linked && mayChange && !remote && (
          <li>
            <Link href="/">{t('advanced.toUnlink')}</Link>
          </li>
        )}
      </ul>
    </Section>
  );
}
