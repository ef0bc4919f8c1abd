import type { GatewayView } from '../../../../src/contract/console-api.ts';
import type { UploadedBundles } from '../../../../src/contract/support.ts';
import {
  Age,
  ButtonLink,
  bytes,
  clockTime,
  FailureBanner,
  Link,
  now,
  Section,
  State,
  Table,
  useLoad,
} from '../../../shared/index.ts';
import { api } from '../../api.ts';
import { useChanged, useInside } from '../../inside.ts';
import { t } from '../../words.ts';

/** Support bundles that this gateway has sent, each to be downloaded; `Collect logs` orders one. */
export function SupportBundles({ gateway }: { gateway: GatewayView }) {
  const path = `/api/gateways/${encodeURIComponent(gateway.id)}/support`;
  const loaded = useLoad(path, (p, signal) => api.get<UploadedBundles>(p, signal));
  useChanged(['command', 'supportLog'], loaded.reload);
  const { href } = useInside();
  const bundles = loaded.data?.bundles ?? [];
  return (
    <Section title={t('g.support')} aside={t('g.support.note')}>
      {loaded.failure && <FailureBanner failure={loaded.failure} onRetry={loaded.reload} level={3} />}
      {loaded.data && bundles.length === 0 && (
        <p class="ruled">
          <State kind="off" word={t('g.support.none')} note={t('g.support.noneNote')} />
        </p>
      )}
      {bundles.length > 0 && (
        <Table
          caption={t('g.support')}
          rows={bundles}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'made',
              title: t('g.support.made'),
              header: true,
              cell: ({ madeAt }) => clockTime(madeAt, now()),
            },
            { key: 'came', title: t('g.support.came'), cell: ({ storedAt }) => <Age at={storedAt} /> },
            { key: 'size', title: t('g.support.size'), numeric: true, cell: ({ size }) => bytes(size) },
            {
              key: 'act',
              title: t('g.support.act'),
              action: true,
              cell: ({ id }) => (
                <ButtonLink external small icon="download" href={`${path}/${id}/file`}>
                  {t('g.support.download')}
                </ButtonLink>
              ),
            },
          ]}
        />
      )}
      <p>
        <Link href={href('/support-logs', { gateway: gateway.id })}>{t('sl.ofGateway')}</Link>
      </p>
    </Section>
  );
}
