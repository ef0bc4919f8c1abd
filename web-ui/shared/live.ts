/**
 * Live data: server-sent events, with polling in their place while they do not come through. What is shown is
 * never silently old: `contact` says when the server was last heard, and `lost` since when it is not.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, failureOf, isAbort } from './api.ts';
import { now } from './clock.ts';

/** While events are broken, the server is asked this often. */
const POLL_MS = 5_000;
/** Ages on the page stand for facts that change without an event: without events, everything is read this often. */
const CHECK_MS = 15_000;
/**
 * The server's heartbeat comes every 15 s (base/runtime/event-stream.ts). An open stream may be dead without the
 * browser noticing (a pulled cable): when neither it nor a reading was heard for this long, contact is lost.
 */
const SILENT_MS = 20_000;
const BEAT = 'beat';

export type Live<T> = {
  readonly data: T | undefined;
  /** When the server was last heard (server time, milliseconds). */
  readonly contact: number | undefined;
  /** Since when it has not been heard; undefined while in touch. */
  readonly lost: number | undefined;
  readonly failure: Failure | undefined;
  readonly refresh: () => void;
};

export type LiveOptions<T> = {
  /** URL of the event stream. */
  readonly url: string;
  /** Name of the event. */
  readonly event: string;
  /**
   * Reads everything; used at first, while polling, and when an event says only that something changed.
   * `missed`: the stream was or is broken, so changes may have gone by unheard.
   */
  readonly read: (signal: AbortSignal, missed: boolean) => Promise<T>;
  /** The data inside an event; `undefined` means "read again". Default: the event's JSON is the data. */
  readonly take?: (event: unknown) => T | undefined;
  /** Called with each new data, before it is shown (to correct the clock). */
  readonly onData?: (data: T) => void;
  /** False: neither events nor polls. */
  readonly on?: boolean;
};

type Shown<T> = { data?: T; contact?: number; lost?: number; failure?: Failure };

/** Keeps `data` up to date for as long as the component is on the page. */
export function useLive<T>(options: LiveOptions<T>): Live<T> {
  const [shown, setShown] = useState<Shown<T>>({});
  const current = useRef(options);
  current.current = options;
  const refresh = useRef<() => void>(() => undefined);
  const { url, event, on = true } = options;

  useEffect(() => {
    if (!on) return;
    const abort = new AbortController();
    let reading = false;
    let contact = now();
    let isLost = false;

    const heard = (data: T) => {
      current.current.onData?.(data);
      contact = now(); // after the clock was corrected
      isLost = false;
      setShown({ data, contact });
    };
    const silent = () => {
      if (isLost || now() - contact < SILENT_MS) return;
      isLost = true;
      setShown((old) => ({ ...old, lost: old.lost ?? contact }));
    };
    const missed = (thrown: unknown) => {
      if (isAbort(thrown)) return;
      isLost = true;
      setShown((old) => ({ ...old, failure: failureOf(thrown), lost: old.lost ?? contact }));
    };
    const read = (blind = false) => {
      if (reading) return;
      reading = true;
      current.current
        .read(abort.signal, blind)
        .then((data) => abort.signal.aborted || heard(data), missed)
        .finally(() => {
          reading = false;
        });
    };

    const stream = openStream(url, event, {
      message: (text) => {
        const parsed: unknown = JSON.parse(text);
        const { take } = current.current;
        const data = take ? take(parsed) : (parsed as T);
        if (data === undefined) read();
        else heard(data);
      },
      beat: () => {
        // what stands on the page is from before the silence
        if (isLost) read(true);
        else contact = now();
      },
      tick: silent,
      poll: read,
    });
    refresh.current = () => read(true);
    read();
    return () => {
      abort.abort();
      stream.close();
    };
  }, [url, event, on]);

  return {
    data: shown.data,
    contact: shown.contact,
    lost: shown.lost,
    failure: shown.failure,
    refresh: useCallback(() => refresh.current(), []),
  };
}

export type PollOptions<T> = {
  readonly read: (signal: AbortSignal) => Promise<T>;
  readonly everyMs: number;
  readonly onData?: (data: T) => void;
  readonly on?: boolean;
};

/** As {@link useLive}, where there are no events to listen to (nobody is signed in). */
export function usePoll<T>(options: PollOptions<T>): Live<T> {
  const [shown, setShown] = useState<Shown<T>>({});
  const current = useRef(options);
  current.current = options;
  const refresh = useRef<() => void>(() => undefined);
  const { everyMs, on = true } = options;

  useEffect(() => {
    if (!on) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const heard = (data: T) => {
      if (abort.signal.aborted) return;
      current.current.onData?.(data);
      setShown({ data, contact: now() });
    };
    const missed = (thrown: unknown) => {
      if (isAbort(thrown) || abort.signal.aborted) return;
      setShown((old) => ({ ...old, failure: failureOf(thrown), lost: old.lost ?? old.contact ?? now() }));
    };
    const read = () => {
      clearTimeout(timer);
      current.current
        .read(abort.signal)
        .then(heard, missed)
        .finally(() => {
          if (!abort.signal.aborted) timer = setTimeout(read, everyMs);
        });
    };
    refresh.current = read;
    read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [everyMs, on]);

  return {
    data: shown.data,
    contact: shown.contact,
    lost: shown.lost,
    failure: shown.failure,
    refresh: useCallback(() => refresh.current(), []),
  };
}

type StreamHandlers = {
  readonly message: (text: string) => void;
  readonly beat: () => void;
  /** Every few seconds, whatever the stream does. */
  readonly tick: () => void;
  /** @param blind events may have been missed */
  readonly poll: (blind: boolean) => void;
};

/** An event stream that is opened again after it closed, and asks for polls meanwhile. */
function openStream(url: string, event: string, on: StreamHandlers): { close: () => void } {
  const { message, beat, tick, poll } = on;
  let source: EventSource | undefined;
  let open = false;
  let broken = false;
  let sinceCheck = 0;

  const connect = () => {
    source?.close();
    source = new EventSource(url);
    source.addEventListener('open', () => {
      open = true;
      if (broken) poll(true);
      broken = false;
    });
    source.addEventListener('error', () => {
      open = false;
      broken = true;
    });
    source.addEventListener(BEAT, beat);
    source.addEventListener(event, (e) => {
      sinceCheck = 0;
      message((e as MessageEvent<string>).data);
    });
  };
  const ticker = setInterval(() => {
    tick();
    sinceCheck += POLL_MS;
    if (open && sinceCheck < CHECK_MS) return;
    if (!open && source?.readyState === EventSource.CLOSED) connect();
    sinceCheck = 0;
    poll(!open);
  }, POLL_MS);
  connect();
  return {
    close: () => {
      clearInterval(ticker);
      source?.close();
    },
  };
}
