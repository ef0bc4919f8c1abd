/** Every alarm that this gateway can raise: docs/alarms.md is made from this table. */
import type { CureName } from '../../contract/alarms.ts';

export type AlarmRow = {
  /** When it stands, as a clause. */
  readonly when: string;
  /** What a person does about it. */
  readonly remedy: string;
  readonly cure?: CureName;
};

/**
 * By code. Titles, and remedies that depend on what was found, are those of the health checks and of what raises them
 * by an event; a test holds that every alarm of either has its row here.
 */
export const ALARMS = {
  AUTHSERVICE_DOWN: {
    when: 'the cloud gives this gateway no token: its login service does not work, or refuses this gateway',
    remedy: 'Read the reason. The gateway keeps asking.',
    cure: 'retryCloud',
  },
  CL_CONNECT_FAILURE: {
    when: 'the command channel to the cloud is broken, for a moment too',
    remedy: 'Look at the checks of the way to the Internet. The gateway keeps trying, and nothing is lost.',
    cure: 'retryCloud',
  },
  REST_CONNECT_FAILURE: {
    when: 'the gateway’s own web server does not answer at one of its doors',
    remedy: 'Restart the gateway; if it happens again, collect the logs.',
    cure: 'restart',
  },
  PBX: {
    when: 'the PBX of the saved link does not answer',
    remedy: 'Check its address, that it runs, and what stands between.',
    cure: 'lookAgain',
  },
  SYNC_FAILED: {
    when: 'the last user sync ended with an error',
    remedy: 'Read the reason. The next sync goes on where this one stopped.',
    cure: 'syncNow',
  },
  SYNC_BLOCKED: {
    when: 'a sync would remove more users than may go without a confirmation, and waits for one',
    remedy: 'Look at the plan on the page of user sync, and confirm it or put the PBX in order.',
  },
  SYNC_DETAINED: {
    when: 'users cannot be sent to the cloud as they are',
    remedy: 'Look at each on the page of detained users.',
  },
  TUNNEL_DOWN: {
    when: 'a tunnel that was started does not work from end to end for longer than two minutes, while the cloud is reached',
    remedy: 'Look at its reason on the page of the tunnels. The gateway keeps trying.',
    cure: 'retryTunnels',
  },
  TARGET_CERTIFICATE: {
    when: 'a target shows another certificate than the confirmed one; its tunnel is stopped',
    remedy: 'Compare the fingerprints, and confirm the new one only if it was renewed on purpose.',
  },
  DISK: {
    when: 'less than 512 MiB of the data volume are free; critical below 64 MiB',
    remedy: 'Free space on the data volume, or make it larger.',
    cure: 'freeSpace',
  },
  DISK_RESERVE: {
    when: 'the disk was full, and the reserve that this gateway keeps for that was spent so that it can go on',
    remedy: 'Free space on the data volume, or make it larger; the reserve is then laid down again.',
    cure: 'freeSpace',
  },
  MEMORY: {
    when: 'less than 96 MiB of the host’s memory are available',
    remedy: 'Give the host more memory, or stop other programs on it.',
    cure: 'restart',
  },
  MEMORY_CEILING: {
    when: 'the gateway came near the memory that it may take, and started again in order',
    remedy: 'If it happens again within days, collect the logs.',
  },
  DATABASE: {
    when: 'a page of a database is not as it was written',
    remedy: 'Check the disk; the damaged file is kept aside at the next start.',
    cure: 'lookAgain',
  },
  SYNC_AUDIT: {
    when: 'the audit chain of user sync is broken',
    remedy: 'Find out who changed it; accept it if it was restored on purpose.',
    cure: 'lookAgain',
  },
  ACCESS_LOG: {
    when: 'the access log contradicts itself or what the cloud was told of it',
    remedy: 'Find out who changed it.',
    cure: 'lookAgain',
  },
  CLOCK: {
    when: 'the clock is wrong by more than 30 s, or not synchronised; critical beyond 5 minutes',
    remedy: 'Check the time server of this host.',
    cure: 'lookAgain',
  },
  CABLE: { when: 'no port has a link', remedy: 'Check cable and switch.', cure: 'lookAgain' },
  ADDRESS: {
    when: 'no port has an address, or only a link-local one',
    remedy: 'Check the DHCP server, or choose Static.',
    cure: 'lookAgain',
  },
  DUPLICATE_ADDRESS: {
    when: 'another device uses this gateway’s address',
    remedy: 'Give one of them another address.',
    cure: 'lookAgain',
  },
  DEFAULT_GATEWAY: {
    when: 'there is no default gateway, or it does not answer',
    remedy: 'Check the router and its address.',
    cure: 'lookAgain',
  },
  MDNS: {
    when: 'the name of this gateway is another’s, or not published',
    remedy: 'Use the address, or find out who else has the name.',
    cure: 'lookAgain',
  },
  DNS: { when: 'the cloud’s name cannot be resolved', remedy: 'Check the DNS servers.', cure: 'lookAgain' },
  PROXY: {
    when: 'the proxy does not answer or refuses',
    remedy: 'Check its address and credentials.',
    cure: 'lookAgain',
  },
  TLS: {
    when: 'the cloud’s certificate is not trusted, was replaced on the way, or ends soon',
    remedy: 'Import the authority of the inspecting proxy, or except the cloud from inspection.',
    cure: 'lookAgain',
  },
  CLOUD: {
    when: 'the cloud does not answer a request',
    remedy: 'Look at the checks above it.',
    cure: 'lookAgain',
  },
  WEBSOCKET: {
    when: 'the command channel must go by long polling; tunnels do not work',
    remedy: 'Allow WebSockets to the cloud.',
    cure: 'lookAgain',
  },
  SWA_EXPIRING: {
    when: 'software assurance or a subscription ends within 90 days: told at 90, 30 and 7 days and when it has ended',
    remedy: 'Renew it with your partner; the next inventory reads the new date.',
    cure: 'reportInventory',
  },
  UPDATE_FAILED: {
    when: 'an update was not installed, or was taken back because the gateway was worse with it',
    remedy: 'Read the reason on the page of updates.',
  },
  BACKUP_STALE: {
    when: 'the last verified backup is older than it may be',
    remedy: 'Make a backup on the page of backups, and look why the last one was not made.',
  },
  CRASH_LOOP: {
    when: 'the gateway ended three times within ten minutes by itself, and runs in safe mode: page, tunnels and logs only',
    remedy: 'Make a support bundle. It starts everything again by itself after a while.',
    cure: 'leaveSafeMode',
  },
  STORE_CORRUPT: {
    when: 'the gateway’s database was damaged at the start, and kept aside',
    remedy: 'Restore a backup.',
  },
  SYNC_STORE_CORRUPT: {
    when: 'the database of user sync was damaged, and kept aside',
    remedy: 'Nothing; it is read anew.',
  },
  KEY_UNREADABLE: {
    when: 'the gateway’s key was damaged at the start, and kept aside',
    remedy: 'Link the gateway again.',
  },
} as const satisfies Readonly<Record<string, AlarmRow>>;
export type AlarmCode = keyof typeof ALARMS;

/** A part that does not start, `FEATURE_<name>`, or the code of its error. */
export const FEATURE_ROW: AlarmRow = {
  when: 'a part of the gateway did not start; the others work',
  remedy: 'Restart the gateway; if it happens again, collect the logs.',
  cure: 'restart',
};

export const alarmRow = (code: string): AlarmRow =>
  (ALARMS as Readonly<Record<string, AlarmRow>>)[code] ?? FEATURE_ROW;
