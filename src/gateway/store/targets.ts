import type { Db } from '../../base/runtime/sqlite.ts';
import type { StoredTarget, TargetStore } from '../core/ports/targets.ts';

type Row = Omit<
  StoredTarget,
  'fingerprint' | 'seenFingerprint' | 'confirmed' | 'builtIn' | 'proposed' | 'error'
> & {
  fingerprint: string | null;
  seen_fingerprint: string | null;
  confirmed: number;
  built_in: number;
  proposed: number;
  error: string | null;
};

function ofRow(row: Row): StoredTarget {
  const { fingerprint, seen_fingerprint, confirmed, built_in, proposed, error, ...same } = row;
  return {
    ...same,
    ...(fingerprint === null ? {} : { fingerprint }),
    ...(seen_fingerprint === null ? {} : { seenFingerprint: seen_fingerprint }),
    confirmed: confirmed === 1,
    builtIn: built_in === 1,
    proposed: proposed === 1,
    ...(error === null ? {} : { error }),
  };
}

/** The allow-list of tunnel targets and the state of each tunnel. */
export function createTargetStore(db: Db): TargetStore {
  const all = db.prepare<[], Row>('SELECT * FROM target ORDER BY built_in DESC, component, tunnel, id');
  const one = db.prepare<[string], Row>('SELECT * FROM target WHERE id = ?');
  const put = db.prepare(`
    INSERT OR REPLACE INTO target (id, component, tunnel, description, use, application, protocol, host, port,
      fingerprint, seen_fingerprint, confirmed, built_in, proposed, state, since, error)
    VALUES (@id, @component, @tunnel, @description, @use, @application, @protocol, @host, @port,
      @fingerprint, @seenFingerprint, @confirmed, @builtIn, @proposed, @state, @since, @error)`);
  const remove = db.prepare('DELETE FROM target WHERE id = ?');
  /** Every request of a session asks several times. Nobody else writes this table, and rows are never changed in place. */
  const read = new Map<string, StoredTarget>();
  return {
    list: () => all.all().map(ofRow),
    get(id) {
      const known = read.get(id);
      if (known) return known;
      const row = one.get(id);
      const target = row && ofRow(row);
      if (target) read.set(id, target);
      return target;
    },
    put(target) {
      read.delete(target.id);
      put.run({
        fingerprint: null,
        seenFingerprint: null,
        error: null,
        ...target,
        confirmed: Number(target.confirmed),
        builtIn: Number(target.builtIn),
        proposed: Number(target.proposed),
      });
    },
    remove(id) {
      read.delete(id);
      remove.run(id);
    },
  };
}
