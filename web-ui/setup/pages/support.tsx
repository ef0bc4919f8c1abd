/** Support bundles (row A8): what would be in one, the ones that are kept, and making, taking and deleting them. */
import { useState } from 'preact/hooks';
import type {
  SupportBundle,
  SupportManifest,
  SupportRemoved,
  SupportRule,
  SupportSource,
} from '../../../src/contract/support.ts';
import {
  Age,
  Banner,
  Button,
  ButtonLink,
  bytes,
  ConfirmDialog,
  clockTime,
  Empty,
  FailureBanner,
  Head,
  Loading,
  now,
  Section,
  State,
  said,
  Table,
  toast,
  useDoing,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { toAdvanced } from '../parts/to-advanced.tsx';
import { t } from '../words.ts';

export function SupportPage() {
  useTitle(t('support.title'), t('brand'));
  const { mayChange } = useInside();
  const above = toAdvanced();
  if (mayChange) return <Bundles above={above} />;
  return (
    <>
      <Head above={above} sentences={[t('support.title')]} lead={t('support.lead')} />
      <Banner>
        <p>{t('support.lookOnly')}</p>
      </Banner>
    </>
  );
}

function Bundles({ above }: { above: preact.ComponentChildren }) {
  const read = useLoad('/api/support', (_, signal) => gateway.supportBundles(signal));
  const [manifest, setManifest] = useState<SupportManifest>();
  const preview = useDoing(async () => setManifest(await gateway.supportPreview()));
  const create = useDoing(async () => {
    await gateway.createSupport();
    setManifest(undefined);
    read.reload();
    toast(t('support.created'));
  });
  const bundles = read.data?.bundles;
  const failure = create.failure ?? preview.failure;
  return (
    <>
      <Head
        above={above}
        sentences={[bundles ? t('support.head', { n: bundles.length }) : t('support.title')]}
        lead={t('support.lead')}
      />
      {failure && <FailureBanner failure={failure} title={t('support.notMade')} focus />}
      <div class="row">
        <Button
          look="primary"
          busy={create.busy}
          busyWord={t('support.creating')}
          onClick={() => void create.run()}
        >
          {t('support.create')}
        </Button>
        <Button
          icon="eye"
          busy={preview.busy}
          busyWord={t('support.previewing')}
          onClick={() => void preview.run()}
        >
          {t('support.preview')}
        </Button>
      </div>
      {manifest && <Preview manifest={manifest} />}
      {read.failure && <FailureBanner failure={read.failure} onRetry={read.reload} />}
      {!bundles && read.loading && <Loading>{t('support.reading')}</Loading>}
      {bundles && <Kept bundles={bundles} onGone={read.reload} />}
    </>
  );
}

function Removed({ removed }: { removed: SupportRemoved }) {
  const rows = Object.entries(removed) as [SupportRule, number][];
  if (rows.length === 0) return <span class="quiet">–</span>;
  return (
    <>
      {rows.map(([rule, n]) => (
        <div key={rule}>{t('support.ruleTimes', { rule: t(`support.rule.${rule}`), n })}</div>
      ))}
    </>
  );
}

function Part({ source }: { source: SupportSource }) {
  return (
    <>
      {t(`support.source.${source.name}`)}
      <span class="sub">
        {source.error ? said(source.error.sentence) : t(`support.holds.${source.name}`)}
      </span>
    </>
  );
}

function Preview({ manifest }: { manifest: SupportManifest }) {
  return (
    <Section
      title={t('support.previewTitle')}
      aside={t('support.previewNote', { size: bytes(manifest.bytes) })}
    >
      <Table
        caption={t('support.previewTitle')}
        rows={manifest.sources}
        rowKey={({ name }) => name}
        columns={[
          {
            key: 'part',
            title: t('support.part'),
            header: true,
            cell: (source) => <Part source={source} />,
          },
          {
            key: 'removed',
            title: t('support.removed'),
            cell: ({ removed }) => <Removed removed={removed} />,
          },
          {
            key: 'size',
            title: t('support.size'),
            numeric: true,
            cell: ({ error, bytes: size, cutBytes }) =>
              error ? (
                <State kind="warn" word={t('support.missing')} />
              ) : (
                <>
                  {bytes(size)}
                  {cutBytes > 0 && (
                    <span class="sub">{t('support.didNotFit', { size: bytes(cutBytes) })}</span>
                  )}
                </>
              ),
          },
        ]}
      />
      {manifest.notRecorded?.map((sentence) => (
        <p key={sentence} class="small">
          {said(sentence)}
        </p>
      ))}
    </Section>
  );
}

function partsOf({ manifest: { sources } }: SupportBundle): string {
  const there = sources.filter(({ error }) => error === undefined).length;
  return there === sources.length
    ? t('support.partsAll', { n: there })
    : t('support.partsMissing', { n: there, of: sources.length });
}

function Kept({ bundles, onGone }: { bundles: readonly SupportBundle[]; onGone: () => void }) {
  const [asked, setAsked] = useState<SupportBundle>();
  return (
    <Section title={t('support.kept')} aside={t('support.keptNote')}>
      {bundles.length === 0 ? (
        <Empty icon="log" title={t('support.none')}>
          <p class="small">{t('support.noneText')}</p>
        </Empty>
      ) : (
        <Table
          caption={t('support.kept')}
          rows={bundles}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'made',
              title: t('support.made'),
              header: true,
              cell: ({ manifest: { madeAt, by } }) => (
                <>
                  {clockTime(madeAt, now())}
                  <span class="sub">{by === 'offline' ? t('support.offline') : <Age at={madeAt} />}</span>
                </>
              ),
            },
            { key: 'parts', title: t('support.parts'), cell: partsOf },
            {
              key: 'removed',
              title: t('support.removed'),
              cell: ({ manifest }) => <Removed removed={manifest.removed} />,
            },
            { key: 'size', title: t('support.size'), numeric: true, cell: ({ size }) => bytes(size) },
            {
              key: 'do',
              title: t('support.actions'),
              action: true,
              cell: (bundle) => (
                <div class="row end">
                  <ButtonLink small external icon="download" href={gateway.supportFile(bundle.id)}>
                    {t('support.download')}
                  </ButtonLink>
                  <Button small onClick={() => setAsked(bundle)}>
                    {t('support.delete')}
                  </Button>
                </div>
              ),
            },
          ]}
        />
      )}
      {asked && (
        <ConfirmDialog
          open
          danger
          title={t('support.deleteAsk')}
          yes={t('support.delete')}
          onClose={() => setAsked(undefined)}
          onYes={async () => {
            await gateway.deleteSupport(asked.id);
            onGone();
            toast(t('support.deleted'));
          }}
        >
          <p class="small">{asked.name}</p>
          <p class="small">{t('support.deleteText')}</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}
