/** What an order brought back: log lines, or the steps of a test. */
import { useState } from 'preact/hooks';
import type { CommandView } from '../../../../src/contract/console-api.ts';
import type { PbxTestResult } from '../../../../src/contract/local-api.ts';
import {
  Button,
  clockTime,
  Dialog,
  download,
  FailureBanner,
  Loading,
  now,
  type Step,
  Steps,
  said,
  useLoad,
} from '../../../shared/index.ts';
import { api } from '../../api.ts';
import { t } from '../../words.ts';

const WITH_LINES = ['logs.collect', 'logs.read'];
const WITH_STEPS = ['pbx.test'];

/** The button of an order that brought something back. */
export function ResultButton({ order }: { order: CommandView }) {
  const [open, setOpen] = useState(false);
  const lines = WITH_LINES.includes(order.name);
  if (order.state !== 'done' || !(lines || WITH_STEPS.includes(order.name))) return null;
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        {t(lines ? 'g.lines' : 'g.details')}
      </Button>
      {open && <ResultDialog order={order} lines={lines} onClose={() => setOpen(false)} />}
    </>
  );
}

function ResultDialog(props: { order: CommandView; lines: boolean; onClose: () => void }) {
  const { order, lines, onClose } = props;
  const when = clockTime(order.issuedAt, now());
  const loaded = useLoad(`/api/commands/${order.id}`, (path, signal) => api.get<CommandView>(path, signal));
  return (
    <Dialog open onClose={onClose} title={t(lines ? 'g.linesTitle' : 'g.detailsTitle', { when })}>
      {loaded.failure && <FailureBanner failure={loaded.failure} onRetry={loaded.reload} level={3} />}
      {!loaded.data && !loaded.failure && <Loading>{t('g.reading')}</Loading>}
      {loaded.data &&
        (lines ? (
          <Lines lines={linesOf(loaded.data.value)} name={`${order.name}-${order.id}.log`} />
        ) : (
          <Steps steps={stepsOf(loaded.data.value)} />
        ))}
      <div class="row end">
        <Button onClick={onClose}>{t('g.close')}</Button>
      </div>
    </Dialog>
  );
}

/** The value of an order is whatever the gateway sent: it is looked at before it is shown. */
function linesOf(value: unknown): readonly string[] {
  const lines = typeof value === 'object' && value !== null && 'lines' in value ? value.lines : undefined;
  return Array.isArray(lines) ? lines.map(String) : [];
}

function stepsOf(value: unknown): readonly Step[] {
  const { steps = [] } = (value ?? {}) as Partial<PbxTestResult>;
  return steps.map(({ title, ok, facts, error }, i) => ({
    key: String(i),
    shape: ok ? 'ok' : 'bad',
    title: said(title),
    note: error ? `${said(error.sentence)} ${said(error.remedy)}` : facts === undefined ? facts : said(facts),
  }));
}

function Lines({ lines, name }: { lines: readonly string[]; name: string }) {
  if (lines.length === 0) return <p>{t('g.linesNone')}</p>;
  return (
    <>
      <div class="row between">
        <span class="small quiet">{t('g.linesCount', { n: lines.length })}</span>
        <Button small icon="download" onClick={() => download(name, `${lines.join('\n')}\n`)}>
          {t('g.download')}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too */}
      <pre class="log-lines" tabIndex={0}>
        {lines.join('\n')}
      </pre>
    </>
  );
}
