/** The network in a few words on the Gateway step, and the way to its page. */
import { ButtonLink, Facts, FailureBanner, Section, useLoad } from '../../../shared/index.ts';
import { gateway } from '../../gateway.ts';
import { t } from '../../words.ts';

/** Nothing where the platform sets its own network (row A2). */
export function NetworkSummary() {
  const network = useLoad('/api/network', (_, signal) => gateway.network(signal));
  const { data, failure } = network;
  if (data?.obstacle?.code === 'NETWORK_KIND') return null;
  return (
    <Section title={t('net.title')}>
      {!data && failure && <FailureBanner failure={failure} onRetry={network.reload} level={3} />}
      {data && (
        <Facts
          rows={data.ports.map(({ name, form, addresses }, i) => [
            t('net.portName', { n: i + 1, name }),
            [t(`net.${form.mode}`), addresses.find((a) => !a.includes(':')) ?? t('net.none')].join(', '),
          ])}
        />
      )}
      <p>
        <ButtonLink href="/setup/network">{t('net.open')}</ButtonLink>
      </p>
    </Section>
  );
}
