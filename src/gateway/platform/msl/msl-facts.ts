/** What an MSL host's configuration database says about the platform. */
import type { ConfigurationDb } from './configuration-db.ts';

export type MslFacts = {
  /** Host name with its domain. */
  readonly host: string | undefined;
  /** MSL's own release, opaque: `11.0.110.0`. */
  readonly version: string | undefined;
};

/** Empty values count as none. */
const some = (text: string | undefined) => (text === undefined || text === '' ? undefined : text);

export function mslFacts(db: ConfigurationDb): MslFacts {
  // a bare value is the entry's type: `SystemName=mivb1`
  const name = some(db.get('SystemName')?.type);
  const domain = some(db.get('DomainName')?.type);
  return {
    host: name !== undefined && domain !== undefined ? `${name}.${domain}` : name,
    version: some(db.get('sysconfig')?.props.get('ReleaseVersion')),
  };
}
