/** The PBX's host for the inventory, and its web interfaces for the tunnels. */
import type { Platform } from '../../../contract/inventory.ts';
import { INTERFACE_DESCRIPTION, type InterfaceRow, MSL_INTERFACES } from '../../core/msl-interfaces.ts';
import type { InterfaceProposal } from '../../core/ports/connector.ts';
import { addressOf, type MivoiceBusinessSettings } from './settings.ts';
import type { System } from './wire.ts';

/** Components and tunnels as the vendor's dashboard names them (S3:3031-3071; MBG and MiCollab: rows of C6). */
const MIVB: readonly InterfaceRow[] = [
  {
    id: 'mivoice-business-admin',
    component: 'MiVoice Business',
    tunnel: 'administration web interface',
    use: 'browser',
    application: 'mivoice-business',
  },
  {
    id: 'mivoice-business-rest',
    component: 'MiVoice Business',
    tunnel: 'REST interface',
    use: 'service',
    application: 'mivoice-business',
  },
];
const MBG: readonly InterfaceRow[] = [
  {
    id: 'mbg-admin',
    component: 'MiVoice Border Gateway',
    tunnel: 'administration web interface',
    use: 'browser',
    application: 'mitel-border-gateway',
  },
];
const MICOLLAB: readonly InterfaceRow[] = [
  {
    id: 'micollab-admin',
    component: 'MiCollab',
    tunnel: 'administration web interface',
    use: 'browser',
    application: 'micollab',
  },
];

const at =
  (host: string) =>
  (row: InterfaceRow): InterfaceProposal => ({
    ...row,
    description: INTERFACE_DESCRIPTION,
    protocol: 'https',
    ...addressOf(host),
  });

/** Proposals on the link's own hosts, in the order of the table. */
export function interfacesOf({ host, mbgHost, micollabHost }: MivoiceBusinessSettings): InterfaceProposal[] {
  return [
    ...[...MSL_INTERFACES, ...MIVB].map(at(host)),
    ...MBG.map(at(mbgHost)),
    ...(micollabHost ? MICOLLAB.map(at(micollabHost)) : []),
  ];
}

export function platformOf(
  { platform, licence, applications }: System,
  interfaces: readonly InterfaceProposal[],
): Platform {
  const { host, name, version, id, memoryBytes, processor, partitions = [] } = platform;
  return {
    collectedBy: 'connector',
    host,
    platformType: 'msl',
    platformName: name,
    systemFamily: 'linux',
    version,
    platformId: id,
    licence,
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(processor === undefined ? {} : { processor }),
    partitions,
    applications: applications.map(({ type, version }) => ({
      type,
      version,
      interfaces: interfaces.filter(({ application }) => application === type).map((one) => one.id),
    })),
  };
}
