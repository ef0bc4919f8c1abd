import { critical, type HealthCheck, ok, place, unknown, warning } from './check.ts';

const DAY_MS = 86_400_000;
const BY_DATE = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'];
const BY_AUTHORITY = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

function distrusted(host: string, authority: string, reason: string) {
  if (BY_DATE.includes(reason))
    return critical(
      `By this gateway’s clock the certificate of ${host} is not valid now.`,
      'Check the clock first; if it is right, the cloud’s certificate has to be renewed.',
    );
  if (BY_AUTHORITY.includes(reason))
    return critical(
      `The certificate of ${host} comes from “${authority}”, which is not a known authority: something on the way inspects TLS.`,
      `Exempt ${host} from TLS inspection, or add the certificate authority “${authority}” here.`,
    );
  return critical(
    `The certificate of ${host} is not trusted (${reason}).`,
    'Check the cloud address; something else may answer there.',
  );
}

/** Names who signed what the gateway sees, which is how an inspecting firewall is found. */
export const tls: HealthCheck = {
  code: 'TLS',
  title: 'TLS inspection',
  async run({ probes, state, clock }) {
    const cloud = state.cloud();
    if (!cloud) return unknown('No cloud address is set.');
    if (!cloud.tls) return unknown('The cloud address is plain http.');
    const shown = await probes.certificate(cloud);
    if (!shown.ok) return unknown(`${place(cloud)} showed no certificate (${shown.code}).`);
    const { authority } = shown;
    if (!shown.trusted) return distrusted(cloud.host, authority, shown.reason ?? 'no reason given');
    const days = Math.floor((shown.validTo - clock.now()) / DAY_MS);
    if (days < 7)
      return warning(
        `The certificate of ${cloud.host} ends in ${days} days.`,
        'Whoever runs the cloud has to renew it.',
      );
    return shown.customerAuthority
      ? ok(`Signed by “${authority}”, which was added here: TLS is inspected, or the cloud is your own.`)
      : ok(`Signed by “${authority}”; nothing on the way inspects TLS.`);
  },
};
