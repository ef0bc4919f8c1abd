/** What the cloud can look at besides a target: each has a consent policy of its own (contract: Command channel). */
export const LOOKS = ['logs', 'traces'] as const;
export type Look = (typeof LOOKS)[number];

/** Stands where a target's id stands, in questions and in the access log. No target can have such an id. */
export const lookId = (look: Look): string => `look:${look}`;

/** What it is called where a target's name stands; pages translate it. */
export const LOOK_NAME: Readonly<Record<Look, string>> = {
  logs: 'CloudLink Gateway: Logs',
  traces: 'CloudLink Gateway: Call traces',
};
