/** A new rollout: the release, its rings, when, and how many failures are allowed. */
import { useState } from 'preact/hooks';
import type { GatewayView } from '../../../src/contract/console-api.ts';
import type {
  ReleasesView,
  RolloutInput,
  RolloutPreview,
  RolloutView,
  RolloutWhen,
} from '../../../src/contract/rollouts.ts';
import {
  Button,
  CheckField,
  Choices,
  ConfirmDialog,
  Empty,
  ErrorSummary,
  Facts,
  FailureBanner,
  Field,
  type FieldErrors,
  Form,
  Head,
  Link,
  Loading,
  navigate,
  type PageOf,
  Search,
  SelectField,
  TextField,
  useDoing,
  useLoad,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { minuteOf } from '../../shared/updates/schedule.tsx';
import { api } from '../api.ts';
import { useInside } from '../inside.ts';
import { FormFoot } from '../parts/form-foot.tsx';
import { Crumbs } from '../parts/list-page.tsx';
import { LoadedPage } from '../parts/loaded.tsx';
import { rich, t } from '../words.ts';

type Ring = {
  readonly key: number;
  readonly name: string;
  readonly percent: string;
  readonly gateways: readonly string[];
  /** Hours, or empty: a person approves. */
  readonly next: string;
};
type Wish = {
  readonly version: string;
  readonly rings: readonly Ring[];
  readonly when: RolloutWhen['kind'];
  readonly from: string;
  readonly until: string;
  readonly failures: string;
};

const RINGS_MOST = 8;
const NEXT = ['', '0', '4', '24', '72', '168'] as const;

export function NewRolloutPage() {
  useTitle(t('nr.title'), t('brand'));
  const loaded = useLoad('/api/releases', (path, signal) => api.get<ReleasesView>(path, signal));
  return (
    <LoadedPage loaded={loaded} title={t('nr.title')} reading={t('up.reading')}>
      {({ releases }) => {
        const versions = releases
          .filter(({ files }) => files.every(({ present }) => present))
          .map(({ version }) => version);
        return <NewRollout versions={versions} />;
      }}
    </LoadedPage>
  );
}

const percentOf = (text: string): number | undefined =>
  /^\d{1,3}$/.test(text.trim()) && Number(text) <= 100 ? Number(text) : undefined;

function check({ rings, when, from, until, failures }: Wish): Record<string, string> {
  const wrong: Record<string, string> = {};
  rings.forEach((ring, i) => {
    if (ring.name.trim() === '') wrong[`ring-${ring.key}-name`] = t('nr.nameNeeded');
    if (i < rings.length - 1 && percentOf(ring.percent) === undefined)
      wrong[`ring-${ring.key}-percent`] = t('nr.percentWrong');
  });
  if (when === 'hours' && minuteOf(from) === undefined) wrong.from = t('nr.timeNeeded');
  if (when === 'hours' && minuteOf(until) === undefined) wrong.until = t('nr.timeNeeded');
  if (percentOf(failures) === undefined) wrong.failures = t('nr.percentWrong');
  return wrong;
}

function toInput(wish: Wish, account: string | undefined): RolloutInput {
  const { version, rings, when, from, until, failures } = wish;
  const last = rings.length - 1;
  return {
    version,
    rings: rings.map((ring, i) => ({
      name: ring.name.trim(),
      percent: i === last ? 100 : (percentOf(ring.percent) ?? 0),
      gateways: [...ring.gateways],
      ...(i === last || ring.next === '' ? {} : { nextAfterHours: Number(ring.next) }),
    })),
    when:
      when === 'hours'
        ? { kind: when, from: minuteOf(from) ?? 0, until: minuteOf(until) ?? 0 }
        : { kind: when },
    maxFailedPercent: percentOf(failures) ?? 0,
    ...(account === undefined ? {} : { account }),
  };
}

const first = (version: string): Wish => ({
  version,
  rings: [
    { key: 1, name: t('nr.pilot'), percent: '2', gateways: [], next: '' },
    { key: 2, name: t('nr.some'), percent: '25', gateways: [], next: '24' },
    { key: 3, name: t('nr.all'), percent: '100', gateways: [], next: '' },
  ],
  when: 'schedule',
  from: '01:00',
  until: '05:00',
  failures: '0',
});

type Looked = { readonly input: RolloutInput; readonly preview: RolloutPreview };

function NewRollout({ versions }: { versions: readonly string[] }) {
  const { query } = useRoute();
  const { href, account } = useInside();
  const asked = query.get('version');
  const [wish, setWish] = useState(() =>
    first(asked !== null && versions.includes(asked) ? asked : (versions[0] ?? '')),
  );
  const [errors, setErrors] = useState<FieldErrors>({});
  const [looked, setLooked] = useState<Looked>();
  const put = (more: Partial<Wish>) => setWish({ ...wish, ...more });
  const look = useDoing(async () => {
    const input = toInput(wish, account);
    setLooked({ input, preview: await api.post<RolloutPreview>('/api/rollouts/preview', input) });
  });
  const submit = () => {
    const wrong = check(wish);
    setErrors(wrong);
    return Object.keys(wrong).length === 0 ? look.run() : look.clear();
  };
  const start = async () => {
    const { id } = await api.post<RolloutView>('/api/rollouts', looked?.input);
    navigate(href(`/updates/${id}`));
  };
  return (
    <>
      <Head
        above={
          <Crumbs
            parts={[
              <Link key="list" href={href('/updates')}>
                {t('up.title')}
              </Link>,
              t('nr.title'),
            ]}
          />
        }
        sentences={[t('nr.title')]}
        lead={t('nr.lead')}
      />
      {versions.length === 0 ? (
        <Empty icon="download" level={2} title={t('nr.none')}>
          <p>{t('up.noReleasesWhy')}</p>
        </Empty>
      ) : (
        <>
          {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labelsOf(wish)} />}
          {look.failure && <FailureBanner failure={look.failure} focus />}
          <Form onSubmit={() => void submit()}>
            <SelectField
              id="version"
              label={t('nr.version')}
              width="m"
              options={versions.map((version) => ({ value: version, title: version }))}
              value={wish.version}
              onInput={(version) => put({ version })}
            />
            <Rings wish={wish} errors={errors} onPut={(rings) => put({ rings })} />
            <When wish={wish} errors={errors} onPut={put} />
            <TextField
              id="failures"
              label={t('nr.failures')}
              help={t('nr.failuresHelp')}
              type="number"
              width="s"
              min={0}
              max={100}
              value={wish.failures}
              error={errors.failures}
              onInput={(failures) => put({ failures })}
            />
            <FormFoot send={t('nr.look')} busy={look.busy} cancel={t('nr.cancel')} back={href('/updates')} />
          </Form>
        </>
      )}
      {looked && <Start looked={looked} onClose={() => setLooked(undefined)} onYes={start} />}
    </>
  );
}

function labelsOf({ rings }: Wish): Record<string, string> {
  return {
    from: t('nr.from'),
    until: t('nr.until'),
    failures: t('nr.failures'),
    ...Object.fromEntries(
      rings.flatMap(({ key, name }, i) => [
        [`ring-${key}-name`, `${t('nr.ring', { n: i + 1 })}, ${t('nr.ringName')}`],
        [`ring-${key}-percent`, name || t('nr.ring', { n: i + 1 })],
      ]),
    ),
  };
}

type RingsProps = { wish: Wish; errors: FieldErrors; onPut: (rings: readonly Ring[]) => void };

function Rings({ wish: { rings }, errors, onPut }: RingsProps) {
  const put = (i: number, more: Partial<Ring>) => onPut(rings.with(i, { ...(rings[i] as Ring), ...more }));
  const add = () => {
    const key = Math.max(...rings.map((ring) => ring.key)) + 1;
    onPut(rings.toSpliced(-1, 0, { key, name: '', percent: '25', gateways: [], next: '' }));
  };
  return (
    <>
      {rings.map((ring, i) => (
        <RingFields
          key={ring.key}
          ring={ring}
          n={i + 1}
          isLast={i === rings.length - 1}
          errors={errors}
          onPut={(more) => put(i, more)}
          onRemove={rings.length > 1 ? () => onPut(rings.toSpliced(i, 1)) : undefined}
        />
      ))}
      {rings.length < RINGS_MOST && (
        <p>
          <Button small icon="plus" onClick={add}>
            {t('nr.addRing')}
          </Button>
        </p>
      )}
    </>
  );
}

function RingFields(props: {
  ring: Ring;
  n: number;
  isLast: boolean;
  errors: FieldErrors;
  onPut: (more: Partial<Ring>) => void;
  onRemove: (() => void) | undefined;
}) {
  const { ring, n, isLast, errors, onPut, onRemove } = props;
  const id = `ring-${ring.key}`;
  return (
    <fieldset class="group">
      <legend>{t('nr.ring', { n })}</legend>
      <TextField
        id={`${id}-name`}
        label={t('nr.ringName')}
        width="m"
        maxLength={64}
        value={ring.name}
        error={errors[`${id}-name`]}
        onInput={(name) => onPut({ name })}
      />
      {isLast ? (
        <p class="help">{t('nr.lastRest')}</p>
      ) : (
        <TextField
          id={`${id}-percent`}
          label={t('nr.percent')}
          help={t('nr.percentHelp')}
          type="number"
          width="s"
          min={0}
          max={100}
          value={ring.percent}
          error={errors[`${id}-percent`]}
          onInput={(percent) => onPut({ percent })}
        />
      )}
      <ByHand id={id} chosen={ring.gateways} onPut={(gateways) => onPut({ gateways })} />
      {!isLast && (
        <SelectField
          id={`${id}-next`}
          label={t('nr.next')}
          options={NEXT.map((value) => ({
            value,
            title: value === '' ? t('nr.next.person') : t('nr.next.hours', { n: Number(value) }),
          }))}
          value={ring.next}
          onInput={(next) => onPut({ next })}
        />
      )}
      {onRemove && (
        <p>
          <Button small look="quiet" icon="x" onClick={onRemove}>
            {rich('nr.removeRing', { n, sr: (words) => <span class="sr">{words}</span> })}
          </Button>
        </p>
      )}
    </fieldset>
  );
}

/** Gateways of a ring that are chosen one by one. */
function ByHand(props: { id: string; chosen: readonly string[]; onPut: (ids: readonly string[]) => void }) {
  const { id, chosen, onPut } = props;
  const [open, setOpen] = useState(false);
  return (
    <details class="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('nr.byHand', { n: chosen.length })}</summary>
      {open && <Picks id={id} chosen={chosen} onPut={onPut} />}
    </details>
  );
}

const SHOWN = 20;

function Picks({ id, chosen, onPut }: Parameters<typeof ByHand>[0]) {
  const { scoped } = useInside();
  const [q, setQ] = useState('');
  const path = scoped('/api/gateways', { q: q.trim() || undefined, limit: SHOWN });
  const loaded = useLoad(path, (p, signal) => api.get<PageOf<GatewayView>>(p, signal));
  const { items = [], total = 0 } = loaded.data ?? {};
  return (
    <div class="stack">
      <Search label={t('nr.search')} value={q} onInput={setQ} />
      {loaded.failure && <FailureBanner failure={loaded.failure} onRetry={loaded.reload} level={3} />}
      {!loaded.data && !loaded.failure && <Loading>{t('g.reading')}</Loading>}
      {loaded.data && items.length === 0 && <p class="small quiet">{t('nr.noMatch')}</p>}
      {items.map((gateway) => (
        <CheckField
          key={gateway.id}
          id={`${id}-${gateway.id}`}
          label={`${gateway.name}, ${gateway.account.name}`}
          checked={chosen.includes(gateway.id)}
          onInput={(on) => onPut(on ? [...chosen, gateway.id] : chosen.filter((one) => one !== gateway.id))}
        />
      ))}
      {total > items.length && <p class="small quiet">{t('nr.more', { n: total - items.length })}</p>}
    </div>
  );
}

const WHEN = ['schedule', 'now', 'hours'] as const;

function When(props: { wish: Wish; errors: FieldErrors; onPut: (more: Partial<Wish>) => void }) {
  const { wish, errors, onPut } = props;
  return (
    <>
      <Choices
        name="when"
        legend={t('nr.when')}
        options={WHEN.map((value) => ({
          value,
          title: t(value === 'hours' ? 'ro.when.hoursShort' : `ro.when.${value}`),
        }))}
        value={wish.when}
        onInput={(when) => onPut({ when })}
      />
      {wish.when === 'hours' &&
        (['from', 'until'] as const).map((key) => (
          <Field key={key} id={key} label={t(`nr.${key}`)} help={t('nr.hoursHelp')} error={errors[key]}>
            {(control) => (
              <input
                {...control}
                class="input w-s"
                type="time"
                value={wish[key]}
                onInput={(event) => onPut({ [key]: event.currentTarget.value })}
              />
            )}
          </Field>
        ))}
    </>
  );
}

function Start({
  looked,
  onClose,
  onYes,
}: {
  looked: Looked;
  onClose: () => void;
  onYes: () => Promise<void>;
}) {
  const { input, preview } = looked;
  return (
    <ConfirmDialog
      open
      title={t('nr.startAsk', { version: input.version })}
      yes={t('nr.start')}
      onClose={onClose}
      onYes={onYes}
    >
      <Facts rows={preview.rings.map(({ name, gateways }) => [name, t('nr.gatewaysIn', { n: gateways })])} />
      <p class="small">{t('nr.already', { n: preview.already })}</p>
      <p class="small">{t('nr.startWhat')}</p>
    </ConfirmDialog>
  );
}
