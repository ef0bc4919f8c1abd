/** Tunnels: the table, what waits to be confirmed, and the form that adds a target by hand. */
import { useState } from 'preact/hooks';
import type { Target, TargetInput } from '../../../src/contract/local-api.ts';
import {
  Banner,
  Button,
  ConfirmDialog,
  ErrorSummary,
  Facts,
  FailureBanner,
  type FieldErrors,
  Fingerprint,
  Form,
  groups,
  Head,
  Section,
  SelectField,
  splitFailure,
  Table,
  TextField,
  toast,
  useDoing,
  useDraft,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { ConsentSection } from '../parts/consent.tsx';
import { targetName } from '../parts/sentences.ts';
import { b, sr } from '../parts/tags.tsx';
import { TunnelsSection } from '../parts/tunnel-table.tsx';
import { rich, t } from '../words.ts';

function headline(targets: readonly Target[]): string[] {
  if (targets.length === 0) return [t('tunnels.none')];
  const up = targets.filter(({ state }) => state === 'started').length;
  const waiting = targets.filter(needsConfirming).length;
  return [
    up === 0 ? t('tunnels.allStopped') : t('tunnels.started', { up, n: targets.length }),
    ...(waiting > 0 ? [t('tunnels.wait', { n: waiting })] : []),
  ];
}

/** A proposal, or a target whose certificate is another one than was confirmed. */
function needsConfirming({ confirmed, fingerprint, seenFingerprint }: Target): boolean {
  return !confirmed || (seenFingerprint !== undefined && seenFingerprint !== fingerprint);
}

export function TunnelsPage() {
  useTitle(t('tunnels.title'), t('brand'));
  const { overview, remote } = useInside();
  const { targets } = overview;
  const waiting = targets.filter(needsConfirming);
  return (
    <>
      <Head sentences={headline(targets)} lead={t('tunnels.lead')} />
      {waiting.length > 0 && (
        <Section title={t('tunnels.toConfirm')}>
          {waiting.map((target) => (
            <Proposal key={target.id} target={target} />
          ))}
        </Section>
      )}
      <TunnelsSection />
      <ConsentSection />
      <Addresses targets={targets.filter(({ builtIn }) => !builtIn)} />
      {remote ? (
        <Banner>
          <p>{t('tunnels.localOnly')}</p>
        </Banner>
      ) : (
        <AddTarget />
      )}
    </>
  );
}

function Proposal({ target }: { target: Target }) {
  const { refresh, mayChange, remote } = useInside();
  const changed = target.fingerprint !== undefined && target.seenFingerprint !== undefined;
  const name = targetName(target);
  const confirm = useDoing(async () => {
    await gateway.confirmTarget(target.id, target.seenFingerprint);
    toast(t('target.confirmed', { target: name }));
    refresh();
  });
  return (
    <Banner kind="warn" edge level={3} title={changed ? t('target.changed', { target: name }) : name}>
      <p>{changed ? t('target.changedText') : t('target.compare')}</p>
      <Facts
        rows={[
          [t('target.address'), `${target.protocol}://${target.host}:${target.port}`],
          target.fingerprint !== undefined && [
            t('target.before'),
            <Fingerprint key="f" value={target.fingerprint} />,
          ],
          target.seenFingerprint !== undefined && [
            t('target.certificate'),
            <Fingerprint key="s" value={target.seenFingerprint} />,
          ],
        ]}
      />
      {confirm.failure && <FailureBanner failure={confirm.failure} level={3} />}
      {mayChange && !remote && (
        <div class="row">
          <Button small busy={confirm.busy} onClick={() => void confirm.run()}>
            {rich('target.confirm', { sr, target: name })}
          </Button>
        </div>
      )}
    </Banner>
  );
}

/** Where each target is, for the people who must know what can be reached. */
function Addresses({ targets }: { targets: readonly Target[] }) {
  const { mayChange, remote, refresh } = useInside();
  const [removing, setRemoving] = useState<Target>();
  if (targets.length === 0) return null;
  return (
    <Section title={t('target.reach')}>
      <Table
        caption={t('target.caption')}
        rows={targets}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'target',
            title: t('target.target'),
            header: true,
            cell: ({ component, tunnel }) => t('target.parts', { component, tunnel }),
          },
          {
            key: 'address',
            title: t('target.address'),
            cell: ({ protocol, host, port }) => (
              <span class="wrap-anywhere">
                {`${protocol}://`}
                <wbr />
                {host}
                <wbr />
                {`:${port}`}
              </span>
            ),
          },
          {
            key: 'certificate',
            title: t('target.certificate'),
            cell: (target) => <ShortFingerprint target={target} />,
          },
          {
            key: 'remove',
            title: t('target.removeColumn'),
            action: true,
            cell: (target) =>
              mayChange && !remote ? (
                <Button small onClick={() => setRemoving(target)}>
                  {rich('target.remove', { sr, target: targetName(target) })}
                </Button>
              ) : null,
          },
        ]}
      />
      <ConfirmDialog
        open={removing !== undefined}
        title={removing ? t('target.removeAsk', { target: targetName(removing) }) : ''}
        yes={t('target.removeYes')}
        danger
        onClose={() => setRemoving(undefined)}
        onYes={async () => {
          if (removing) await gateway.removeTarget(removing.id);
          refresh();
        }}
      >
        <p class="small">{rich('target.removeText', { b })}</p>
      </ConfirmDialog>
    </Section>
  );
}

/** Enough of it to compare two by eye; the whole is its title. */
function ShortFingerprint({ target: { fingerprint, protocol } }: { target: Target }) {
  if (!fingerprint)
    return <span class="quiet">{protocol === 'https' ? t('target.notConfirmed') : t('target.plain')}</span>;
  return (
    <span class="fp nowrap" title={fingerprint}>
      {`${groups(fingerprint).slice(0, 4).join(' ')} …`}
    </span>
  );
}

const KEYS = ['component', 'tunnel', 'protocol', 'host', 'port', 'description'] as const;
type Key = (typeof KEYS)[number];
const MAX_PORT = 65_535;
const EMPTY = { component: '', tunnel: '', protocol: 'https', host: '', port: '443', description: '' };

function check(text: (key: Key) => string): FieldErrors {
  const errors: Record<string, string> = {};
  if (!text('component')) errors.component = t('add.componentNeeded');
  if (!text('tunnel')) errors.tunnel = t('add.tunnelNeeded');
  if (!text('host')) errors.host = t('add.hostNeeded');
  else if (/[:/\s]/.test(text('host'))) errors.host = t('add.hostAlone');
  const value = text('port');
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > MAX_PORT)
    errors.port = value
      ? t('add.portWrong', { value, most: MAX_PORT })
      : t('add.portNeeded', { most: MAX_PORT });
  return errors;
}

function AddTarget() {
  const { refresh, mayChange } = useInside();
  const draft = useDraft('target', EMPTY);
  const [local, setLocal] = useState<FieldErrors>({});
  const text = (key: Key) => String(draft.values[key] ?? '').trim();
  const add = useDoing(async () => {
    const target: TargetInput = {
      component: text('component'),
      tunnel: text('tunnel'),
      protocol: text('protocol') === 'http' ? 'http' : 'https',
      host: text('host'),
      port: Number(text('port')),
      ...(text('description') ? { description: text('description') } : {}),
    };
    await gateway.addTarget(target);
    draft.clear();
    toast(t('add.done', { target: targetName(target) }));
    refresh();
  });
  if (!mayChange) return null;
  const refused = splitFailure(add.failure, KEYS);
  const errors: FieldErrors = { ...refused.errors, ...local };
  const submit = () => {
    const wrong = check(text);
    setLocal(wrong);
    return Object.keys(wrong).length > 0 ? add.clear() : add.run();
  };
  const labels = Object.fromEntries(KEYS.map((key) => [key, t(`add.${key}`)]));
  const bind = (key: Key) => ({
    id: key,
    label: t(`add.${key}`),
    value: String(draft.values[key] ?? ''),
    error: errors[key],
    onInput: (value: string) => draft.set(key, value),
  });
  return (
    <Section title={t('add.title')} aside={t('add.aside')}>
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
      {refused.rest && <FailureBanner failure={refused.rest} level={3} focus />}
      <Form onSubmit={submit} label={t('add.title')}>
        <TextField {...bind('component')} help={t('add.componentHelp')} width="m" maxLength={64} />
        <TextField {...bind('tunnel')} help={t('add.tunnelHelp')} width="m" maxLength={64} />
        <SelectField
          {...bind('protocol')}
          width="m"
          options={[
            { value: 'https', title: 'HTTPS' },
            { value: 'http', title: 'HTTP' },
          ]}
        />
        <TextField {...bind('host')} help={t('add.hostHelp')} maxLength={253} />
        <TextField {...bind('port')} type="number" width="s" min={1} max={MAX_PORT} />
        <TextField {...bind('description')} optional maxLength={200} />
        <div class="form-foot">
          <Button type="submit" busy={add.busy} busyWord={t('add.busy')}>
            {t('add.do')}
          </Button>
          <p class="help full">{t('add.help')}</p>
        </div>
      </Form>
    </Section>
  );
}
