/** Where a remote session may point the PBX link (docs/decisions/reduced-role.md). */
import { type Static, Type } from 'typebox';
import type { AppError } from '../../../base/errors.ts';
import { fail } from '../../core/errors.ts';
import type { Connector } from '../../core/ports/connector.ts';
import type { Settings } from '../../core/ports/settings.ts';
import { hostKeys, hostOf } from '../../core/settings-form.ts';
import type { Values } from '../../core/settings-schema.ts';

/** A person who sets a site up mistypes a few times; somebody who looks for machines tries hundreds. */
const MOST_CHANGES = 10;
const KEY = 'onboarding.remoteHosts';
const Changes = Type.Object({ count: Type.Integer() });
type Changes = Static<typeof Changes>;

export type RemoteHostsOptions = {
  readonly settings: Settings;
  readonly isOnSite: (host: string) => Promise<boolean>;
  /** What this kind of gateway proposes itself: an embedded PBX is on loopback, and may be so from afar. */
  readonly proposed: (connector: Connector) => Values;
  readonly isCompleted: () => boolean;
};

export type RemoteHosts = {
  /**
   * Counts a change of where the link leads.
   * @throws AppError NOT_OVER_TUNNEL, naming the fields
   */
  check(
    connector: Connector,
    link: {
      readonly typed: Values;
      readonly known: { readonly type: string; readonly values: Values } | undefined;
    },
  ): Promise<void>;
  forget(): void;
};

/** Settings that say where the connection goes: hosts, and a port where it is a setting of its own. */
const placeKeys = (connector: Connector) => {
  const hosts = hostKeys(connector.settings);
  return hosts.length > 0 && 'port' in connector.settings.properties ? [...hosts, 'port'] : hosts;
};

function refused(keys: readonly string[], sentence: string): AppError {
  return fail('NOT_OVER_TUNNEL', {
    sentence,
    fields: keys.map((key) => ({ field: `values.${key}`, sentence })),
  });
}

export function createRemoteHosts(options: RemoteHostsOptions): RemoteHosts {
  const { settings, isOnSite, proposed, isCompleted } = options;
  const refuseForeign = async (connector: Connector, typed: Values) => {
    const own = proposed(connector);
    for (const key of hostKeys(connector.settings)) {
      if (typed[key] !== undefined && typed[key] === own[key]) continue;
      const host = hostOf(typed[key]);
      if (host !== undefined && !(await isOnSite(host)))
        throw refused([key], 'A remote session can choose hosts of the site’s own network only.');
    }
  };

  return {
    async check(connector, { typed, known }) {
      const before = known?.type === connector.type ? known.values : {};
      const changed = placeKeys(connector).filter((key) => typed[key] !== before[key]);
      if (changed.length === 0) return;
      if (isCompleted())
        throw refused(
          changed,
          'A remote session cannot point the PBX link at another host once it is set up.',
        );
      const { count }: Changes = settings.get(KEY, Changes) ?? { count: 0 };
      if (count >= MOST_CHANGES)
        throw refused(changed, 'Remote sessions have changed the host of the PBX link too often.');
      // counted before the look: also a refused name is a question to the site's name server
      settings.set(KEY, { count: count + 1 } satisfies Changes);
      await refuseForeign(connector, typed);
    },
    forget: () => settings.delete(KEY),
  };
}
