/**
 * What the host's own console shows above the login prompt: how to find the gateway and how to know it. Kept true
 * while the program runs, taken away when it stops.
 */
import type { Clock } from '../../../base/clock.ts';

export type BannerFacts = {
  readonly name: string;
  readonly pageUrl: string;
  readonly addresses: readonly string[];
  /** Of the device key: what the cloud shows when the gateway is linked. */
  readonly fingerprint: string;
  /** SHA-256 of the pages' certificate. */
  readonly certificateFingerprint: string;
  /** Undefined once it was used. */
  readonly setupCode: string | undefined;
};

export type BannerOptions = {
  readonly facts: () => BannerFacts;
  /** Puts the text where the console finds it; undefined takes it away. */
  readonly write: (text: string | undefined) => void;
  readonly clock: Clock;
  /** A banner that cannot be written is told here, once. */
  readonly onError: (error: unknown) => void;
};

/** How often it is compared with the facts, ms: nobody waits for it. */
const LOOK_MS = 10_000;

/** Lines of at most 80 columns where the facts allow it. */
export function bannerText(facts: BannerFacts): string {
  const rows: (readonly [string, string])[] = [
    ['Open', facts.pageUrl],
    ['Name', facts.name],
    ...facts.addresses.map((address) => ['Address', address] as const),
    ['Fingerprint', facts.fingerprint],
    ['Certificate', facts.certificateFingerprint],
    ...(facts.setupCode === undefined ? [] : [['Set-up code', facts.setupCode] as const]),
  ];
  const lines = rows.map(([label, value]) => `  ${label.padEnd(12)} ${value}`);
  return ['CloudLink gateway', ...lines, '', ''].join('\n');
}

export function createBanner({ facts, write, clock, onError }: BannerOptions) {
  let shown: string | undefined;
  let broken = false;
  let cancel: () => void = () => undefined;

  const show = (text: string | undefined) => {
    try {
      write(text);
      shown = text;
      broken = false;
    } catch (error) {
      if (!broken) onError(error);
      broken = true;
    }
  };
  const look = () => {
    cancel = clock.after(LOOK_MS, look);
    const text = bannerText(facts());
    if (text !== shown) show(text);
  };
  return {
    start: look,
    stop() {
      cancel();
      show(undefined);
    },
  };
}
