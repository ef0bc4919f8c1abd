/** One synchroniser: its state, its last read, its settings, its rules, and its end. */
import { useState } from 'preact/hooks';
import type { Synchroniser, SynchroniserEnd } from '../../../src/contract/sync-api.ts';
import {
  Age,
  Banner,
  Button,
  ButtonLink,
  ConfirmDialog,
  count,
  duration,
  Facts,
  FailureBanner,
  Head,
  Loading,
  matchPath,
  Said,
  Section,
  SelectField,
  said,
  TextField,
  toast,
  useDoing,
  useLoad,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { SyncNav } from '../parts/sync-nav.tsx';
import { t as main } from '../words.ts';
import { sync } from './api.ts';
import { useFocusOn } from './focus.ts';
import { MappingSection } from './mapping.tsx';
import { SynchroniserForm, SynchroniserState } from './synchronisers.tsx';
import { rich, t } from './words.ts';

/** Typed before people are deleted; the same in every language. */
const TYPED = 'delete';

const KEEP = 'keep-synchroniser';
const MOVE = 'move-people';
const DELETE = 'delete-people';

export function SynchroniserPage() {
  const id = matchPath('/sync/synchronisers/:id', useRoute().path)?.id ?? '';
  const loaded = useLoad(id, sync.synchroniser);
  const one = loaded.data;
  useTitle(one?.name ?? t('syn.title'), main('brand'));
  return (
    <>
      <Head sentences={[one ? t('one.head', { name: one.name }) : t('syn.title')]} />
      <SyncNav />
      {loaded.failure && <FailureBanner failure={loaded.failure} onRetry={loaded.reload} />}
      {!one && loaded.loading && <Loading>{t('syn.reading')}</Loading>}
      {one && <One key={one.id} one={one} onChange={loaded.set} onReload={loaded.reload} />}
    </>
  );
}

type OneProps = {
  readonly one: Synchroniser;
  readonly onChange: (one: Synchroniser) => void;
  readonly onReload: () => void;
};

function One({ one, onChange, onReload }: OneProps) {
  const { mayChange } = useInside();
  const fault = one.lastRead?.fault;
  const focusOn = useFocusOn();
  return (
    <>
      {one.leaving && (
        <Leaving
          one={one}
          onChange={(kept) => {
            onChange(kept);
            focusOn(DELETE);
          }}
        />
      )}
      {one.state === 'never' && !one.leaving && (
        <Banner
          title={t('one.never')}
          action={
            <ButtonLink small href="/sync">
              {t('runs.toSync')}
            </ButtonLink>
          }
        />
      )}
      {fault && <FailureBanner failure={{ ...fault, status: 0, fields: {} }} title={t('one.readFailed')} />}
      <State one={one} onChange={onChange} />
      {one.isPbxLink ? (
        <Section title={t('syn.settings')}>
          <p class="small">{t('one.isLink')}</p>
          <p>
            <ButtonLink small href="/setup/pbx">
              {t('one.toLink')}
            </ButtonLink>
          </p>
        </Section>
      ) : (
        <Settings one={one} onChange={onChange} />
      )}
      <MappingSection id={one.id} />
      {mayChange && !one.isPbxLink && !one.leaving && (
        <End
          one={one}
          onDone={() => {
            onReload();
            focusOn(KEEP);
          }}
        />
      )}
    </>
  );
}

function State({ one, onChange }: Omit<OneProps, 'onReload'>) {
  const { mayChange } = useInside();
  const { lastRead } = one;
  const again = useDoing(async () => {
    onChange(await sync.reinitialise(one.id));
    toast(t('one.reinitialised'));
  });
  return (
    <Section title={t('syn.state')}>
      <Facts
        rows={[
          [t('syn.state'), <SynchroniserState one={one} />],
          [t('syn.type'), said(one.typeTitle)],
          [t('syn.precedence'), count(one.precedence)],
          [t('syn.people'), count(one.people)],
          [t('one.applied'), count(one.applied)],
          [t('syn.detained'), count(one.detained)],
          lastRead && [
            t('one.lastRead'),
            <>
              <Age at={lastRead.at} />,{' '}
              {t(`one.${lastRead.end}`, { n: lastRead.rows, time: duration(lastRead.durationMs) })}
            </>,
          ],
          [t('one.deletes'), t(one.delta ? 'one.seesDeletes' : 'one.sweeps')],
          ...one.details.map(({ label, text }) => [said(label), text] as const),
        ]}
      />
      {one.isPbxLink && (
        <p class="help">
          <Said text={one.note} />
        </p>
      )}
      {again.failure && <FailureBanner failure={again.failure} level={3} />}
      {mayChange && (
        <div class="row">
          <Button
            small
            icon="refresh"
            busy={again.busy}
            disabled={one.reinitialise}
            onClick={() => void again.run()}
          >
            {t('one.reinitialise')}
          </Button>
          <span class="small quiet">
            {t(one.reinitialise ? 'one.willReinitialise' : 'one.reinitialiseHelp')}
          </span>
        </div>
      )}
    </Section>
  );
}

function Settings({ one, onChange }: Omit<OneProps, 'onReload'>) {
  const types = useLoad('/api/pbx/types', (_, signal) => gateway.pbxTypes(signal));
  return (
    <Section title={t('syn.settings')}>
      {types.failure && <FailureBanner failure={types.failure} onRetry={types.reload} level={3} />}
      {types.data && (
        <SynchroniserForm
          types={types.data.types}
          one={one}
          onSaved={(saved) => {
            toast(t('one.saved', { name: saved.name }));
            onChange(saved);
          }}
        />
      )}
    </Section>
  );
}

function Leaving({ one, onChange }: Omit<OneProps, 'onReload'>) {
  const { mayChange } = useInside();
  const keep = useDoing(async () => onChange(await sync.keep(one.id)));
  return (
    <>
      {keep.failure && <FailureBanner failure={keep.failure} />}
      <Banner
        kind="warn"
        title={t('one.leaving')}
        action={
          mayChange && (
            <Button small id={KEEP} busy={keep.busy} onClick={() => void keep.run()}>
              {t('one.keep')}
            </Button>
          )
        }
      >
        <p>{t(one.leaving?.people === 'move' ? 'one.leavingMove' : 'one.leavingDelete')}</p>
      </Banner>
    </>
  );
}

/** First the offer to move its people; then, by a typed word, to delete them. */
function End({ one, onDone }: { one: Synchroniser; onDone: () => void }) {
  const [asked, setAsked] = useState<'move' | 'delete'>();
  const [to, setTo] = useState('');
  const [typed, setTyped] = useState('');
  const list = useLoad('/api/synchronisers', (_, signal) => sync.synchronisers(signal));
  const others = (list.data?.items ?? []).filter(({ id, leaving }) => id !== one.id && !leaving);
  const end = async (how: SynchroniserEnd) => {
    await sync.end(one.id, how);
    onDone();
  };
  const n = one.applied;
  return (
    <Section title={t('end.title')}>
      <p class="small">{t('end.text', { n })}</p>
      <div class="row">
        {others.length > 0 && (
          <Button id={MOVE} onClick={() => setAsked('move')}>
            {t('end.move')}
          </Button>
        )}
        <Button id={DELETE} look="danger" onClick={() => setAsked('delete')}>
          {t('end.delete')}
        </Button>
      </div>
      <ConfirmDialog
        open={asked === 'move'}
        title={t('end.moveAsk', { name: one.name })}
        yes={t('end.move')}
        ready={to !== ''}
        onClose={() => setAsked(undefined)}
        onYes={() => end({ people: 'move', to })}
      >
        <p class="small">{t('end.moveText')}</p>
        <SelectField
          id="end-to"
          label={t('end.to')}
          value={to}
          empty={t('end.choose')}
          options={others.map(({ id, name }) => ({ value: id, title: name }))}
          onInput={setTo}
        />
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === 'delete'}
        danger
        title={t('end.deleteAsk', { name: one.name, n })}
        yes={t('end.delete')}
        ready={typed === TYPED}
        onClose={() => {
          setAsked(undefined);
          setTyped('');
        }}
        onYes={() => end({ people: 'delete' })}
      >
        <p class="small">{t('end.deleteText', { n })}</p>
        <TextField
          id="end-typed"
          label={rich('end.type', { word: TYPED, b: (chunks) => <b>{chunks}</b> })}
          width="m"
          value={typed}
          onInput={setTyped}
        />
      </ConfirmDialog>
    </Section>
  );
}
