/** Components and tunnels of MSL as the vendor's dashboard names them (S3:3031-3071). */
import type { InterfaceProposal } from './ports/connector.ts';

export type InterfaceRow = Pick<InterfaceProposal, 'id' | 'component' | 'tunnel' | 'use' | 'application'>;

export const MSL_INTERFACES: readonly InterfaceRow[] = [
  {
    id: 'msl-server-manager',
    component: 'MSL',
    tunnel: 'Server Manager',
    use: 'browser',
    application: 'msl',
  },
  { id: 'msl-rest', component: 'MSL', tunnel: 'MSL REST interface', use: 'service', application: 'msl' },
];

/** Text of the vendor's column *Description*. */
export const INTERFACE_DESCRIPTION = 'Remote access via Mitel Administration';

/** Of the MSL host that this program runs on. Its web server listens on 443, and on loopback too. */
export const ownMslInterfaces = (): InterfaceProposal[] =>
  MSL_INTERFACES.map((row) => ({
    ...row,
    description: INTERFACE_DESCRIPTION,
    protocol: 'https',
    host: '127.0.0.1',
    port: 443,
  }));
