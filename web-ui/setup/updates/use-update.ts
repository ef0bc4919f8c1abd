import { useEffect, useRef } from 'preact/hooks';
import type { UpdateView } from '../../../src/contract/update.ts';
import { type Loaded, useLoad } from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';

/** While something goes on it is read again this often; an installing gateway may not tell. */
const BUSY_MS = 2_000;
const QUIET: readonly string[] = ['idle', 'waiting', 'committed', 'rolledBack', 'failed'];

/** How updates stand; read again with every word of the gateway, and often while something goes on. */
export function useUpdate(): Loaded<UpdateView> {
  const { overview } = useInside();
  const loaded = useLoad('/api/update', (_, signal) => gateway.update(signal));
  const { reload, data, loading } = loaded;
  const heard = useRef(overview.time);
  useEffect(() => {
    if (heard.current !== overview.time) reload();
    heard.current = overview.time;
  }, [overview.time]);
  const busy = data !== undefined && !QUIET.includes(data.state);
  useEffect(() => {
    if (!busy || loading) return;
    const timer = setTimeout(reload, BUSY_MS);
    return () => clearTimeout(timer);
  }, [busy, loading]);
  return loaded;
}
