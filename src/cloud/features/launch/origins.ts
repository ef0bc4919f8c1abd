/** The launch host names: one label below the launch domain for every session. */
export type LaunchOrigins = {
  readonly scheme: string;
  /** `https://k3v….launch.example`; with the port of the configured address, if it has one. */
  originOf(label: string): string;
  /** The label of a `Host` header, if that names a launch host. */
  labelOf(host: string | undefined): string | undefined;
};

const LABEL = /^[a-z0-9]{26}$/;

/** @param base `https://launch.example`, or `http://localhost:8080` for a demo: labels go in front of the host */
export function launchOrigins(base: string): LaunchOrigins {
  const { protocol, host } = new URL(base);
  return {
    scheme: protocol,
    originOf: (label) => `${protocol}//${label}.${host}`,
    labelOf(given) {
      const name = (given ?? '').toLowerCase();
      if (!name.endsWith(`.${host}`)) return undefined;
      const label = name.slice(0, -host.length - 1);
      return LABEL.test(label) ? label : undefined;
    },
  };
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** 130 random bits as a DNS label that starts with a letter. */
export function newLabel(randomInt: (below: number) => number): string {
  const letters = Array.from({ length: 25 }, () => ALPHABET[randomInt(32)]);
  return (ALPHABET[randomInt(26)] ?? 'a') + letters.join('');
}
