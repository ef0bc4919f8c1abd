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
  plural,
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
import { TunnelsSection } from '../parts/tunnel-table.tsx';

function headline(targets: readonly Target[]): string[] {
  if (targets.length === 0) return ['There are no tunnels yet.'];
  const up = targets.filter((t) => t.state === 'started').length;
  const waiting = targets.filter(needsConfirming).length;
  return [
    up === 0 ? 'All tunnels are stopped.' : `${up} of ${plural(targets.length, 'tunnel')} started.`,
    ...(waiting > 0 ? [`${plural(waiting, 'target waits', 'targets wait')} to be confirmed.`] : []),
  ];
}

/** A proposal, or a target whose certificate is another one than was confirmed. */
function needsConfirming(t: Target): boolean {
  return !t.confirmed || (t.seenFingerprint !== undefined && t.seenFingerprint !== t.fingerprint);
}

export function TunnelsPage() {
  useTitle('Tunnels', 'CloudLink gateway');
  const { overview, remote } = useInside();
  const { targets } = overview;
  const waiting = targets.filter(needsConfirming);
  return (
    <>
      <Head
        sentences={headline(targets)}
        lead="Only what stands in this list can be opened from the cloud, and only while it is started."
      />
      {waiting.length > 0 && (
        <Section title="To be confirmed">
          {waiting.map((target) => (
            <Proposal key={target.id} target={target} />
          ))}
        </Section>
      )}
      <TunnelsSection />
      <Addresses targets={targets.filter((t) => !t.builtIn)} />
      {remote ? (
        <Banner>
          <p>Targets are added and confirmed on the local network only, not from a remote session.</p>
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
  const confirm = useDoing(async () => {
    await gateway.confirmTarget(target.id, target.seenFingerprint);
    toast(`${target.component} ${target.tunnel} is confirmed.`);
    refresh();
  });
  return (
    <Banner
      kind="warn"
      edge
      level={3}
      title={
        changed
          ? `${target.component} ${target.tunnel} shows another certificate`
          : `${target.component} ${target.tunnel}`
      }
    >
      <p>
        {changed
          ? 'It was renewed, or somebody answers in its place. The tunnel stays closed until you compare and confirm.'
          : 'Compare the address, and the fingerprint with the one that the system itself shows, then confirm.'}
      </p>
      <Facts
        rows={[
          ['Address', `${target.protocol}://${target.host}:${target.port}`],
          target.fingerprint !== undefined && [
            'Confirmed before',
            <Fingerprint key="f" value={target.fingerprint} />,
          ],
          target.seenFingerprint !== undefined && [
            'Certificate (SHA-256)',
            <Fingerprint key="s" value={target.seenFingerprint} />,
          ],
        ]}
      />
      {confirm.failure && <FailureBanner failure={confirm.failure} level={3} />}
      {mayChange && !remote && (
        <div class="row">
          <Button small busy={confirm.busy} onClick={() => void confirm.run()}>
            Confirm
            <span class="sr">
              {' '}
              {target.component} {target.tunnel}
            </span>
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
    <Section title="What can be reached">
      <Table
        caption="Addresses of the targets"
        rows={targets}
        rowKey={(t) => t.id}
        columns={[
          { key: 'target', title: 'Target', header: true, cell: (t) => `${t.component}: ${t.tunnel}` },
          {
            key: 'address',
            title: 'Address',
            cell: (t) => <span class="wrap-anywhere">{`${t.protocol}://${t.host}:${t.port}`}</span>,
          },
          {
            key: 'certificate',
            title: 'Certificate (SHA-256)',
            cell: (t) =>
              t.fingerprint ? (
                <span class="fp" title={t.fingerprint}>
                  {`${groups(t.fingerprint).slice(0, 4).join(' ')} …`}
                </span>
              ) : (
                <span class="quiet">{t.protocol === 'https' ? 'not confirmed' : 'none, plain HTTP'}</span>
              ),
          },
          {
            key: 'remove',
            title: 'Remove',
            action: true,
            cell: (t) =>
              mayChange && !remote ? (
                <Button small onClick={() => setRemoving(t)}>
                  Remove
                  <span class="sr">
                    {' '}
                    {t.component} {t.tunnel}
                  </span>
                </Button>
              ) : null,
          },
        ]}
      />
      <ConfirmDialog
        open={removing !== undefined}
        title={`Remove ${removing?.component} ${removing?.tunnel}?`}
        yes="Remove"
        danger
        onClose={() => setRemoving(undefined)}
        onYes={async () => {
          if (removing) await gateway.removeTarget(removing.id);
          refresh();
        }}
      >
        <p class="small">
          <b>Goes:</b> the entry, its tunnel and open sessions to it. <b>Stays:</b> the system itself and the
          access log.
        </p>
      </ConfirmDialog>
    </Section>
  );
}

const LABELS = {
  component: 'Component',
  tunnel: 'Tunnel',
  protocol: 'Protocol',
  host: 'IP Address or FQDN',
  port: 'Port',
  description: 'Description',
} as const;
type Key = keyof typeof LABELS;
const KEYS = Object.keys(LABELS) as Key[];
const EMPTY = { component: '', tunnel: '', protocol: 'https', host: '', port: '443', description: '' };

function check(text: (key: Key) => string): FieldErrors {
  const errors: Record<string, string> = {};
  if (!text('component')) errors.component = 'Enter the component. For example MiCollab.';
  if (!text('tunnel')) errors.tunnel = 'Enter what is opened. For example Administration.';
  if (!text('host')) errors.host = 'Enter the address. It is the one on this network.';
  else if (/[:/\s]/.test(text('host')))
    errors.host = 'Enter the name or address alone. Protocol and port have their own fields.';
  const port = Number(text('port'));
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    errors.port = `${text('port') || 'Nothing'} is no port. Enter a number from 1 to 65,535.`;
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
    toast(`${target.component} ${target.tunnel} is added. Confirm it to start its tunnel.`);
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
  const bind = (key: Key) => ({
    id: key,
    label: LABELS[key],
    value: String(draft.values[key] ?? ''),
    error: errors[key],
    onInput: (value: string) => draft.set(key, value),
  });
  return (
    <Section title="Add a target by hand" aside="Connectors propose theirs by themselves">
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={LABELS} />}
      {refused.rest && <FailureBanner failure={refused.rest} level={3} focus />}
      <Form onSubmit={submit} label="Add a target by hand">
        <TextField
          {...bind('component')}
          help="The system, such as MiCollab or MSL."
          width="m"
          maxLength={64}
        />
        <TextField
          {...bind('tunnel')}
          help="What of it is opened, such as Administration."
          width="m"
          maxLength={64}
        />
        <SelectField
          {...bind('protocol')}
          width="m"
          options={[
            { value: 'https', title: 'HTTPS' },
            { value: 'http', title: 'HTTP' },
          ]}
        />
        <TextField
          {...bind('host')}
          help="Its address on this network, such as 192.168.10.40 or micollab.example.com."
          maxLength={253}
        />
        <TextField {...bind('port')} type="number" width="s" min={1} max={65_535} />
        <TextField {...bind('description')} optional maxLength={200} />
        <div class="form-foot">
          <Button type="submit" busy={add.busy} busyWord="Adding…">
            Add target
          </Button>
          <p class="help full">
            Adding starts nothing. The gateway looks at the certificate first and asks you to confirm it.
          </p>
        </div>
      </Form>
    </Section>
  );
}
