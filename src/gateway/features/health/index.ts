/** The table of health checks, in the order that a person would look: this host, the way out, the cloud, the PBX. */
import { accessLog } from './access-log.ts';
import { address } from './address.ts';
import { cable } from './cable.ts';
import type { HealthCheck } from './check.ts';
import { clock } from './clock.ts';
import { cloudReachable } from './cloud-reachable.ts';
import { database } from './database.ts';
import { defaultGateway } from './default-gateway.ts';
import { disk } from './disk.ts';
import { dns } from './dns.ts';
import { duplicateAddress } from './duplicate-address.ts';
import { localRest } from './local-rest.ts';
import { mdns } from './mdns.ts';
import { memory } from './memory.ts';
import { pbxClock } from './pbx-clock.ts';
import { pbxReachable } from './pbx-reachable.ts';
import { pbxSignIn } from './pbx-sign-in.ts';
import { proxy } from './proxy.ts';
import { swa } from './swa.ts';
import { syncAudit } from './sync-audit.ts';
import { syncBlocked, syncDetained, syncFailed } from './sync-state.ts';
import { tls } from './tls.ts';
import { tunnelDown } from './tunnel-down.ts';
import { websocket } from './websocket.ts';

export const CHECKS: readonly HealthCheck[] = [
  disk,
  memory,
  database,
  syncAudit,
  accessLog,
  localRest,
  clock,
  cable,
  address,
  duplicateAddress,
  defaultGateway,
  mdns,
  dns,
  proxy,
  tls,
  cloudReachable,
  websocket,
  pbxReachable,
  pbxSignIn,
  pbxClock,
  tunnelDown,
  syncFailed,
  syncBlocked,
  syncDetained,
  swa,
];

/** The way to the cloud, asked before a gateway is linked (row G6); nothing of the customer's network or PBX. */
export const PRECHECKS: readonly HealthCheck[] = [clock, dns, proxy, tls, cloudReachable, websocket];
