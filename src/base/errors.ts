/** Errors as rows: code → HTTP status, retryable, title, remedy. Each program has its own table of these rows. */
import type { Fault, Problem } from '../contract/common.ts';

export type ErrorRow = {
  /** HTTP status when it reaches an HTTP edge. */
  readonly status: number;
  /** Trying the same again later can succeed. */
  readonly retryable: boolean;
  /** What happened, as a sentence; the throw site may say it more exactly. */
  readonly sentence: string;
  /** What the person at the page should do. One sentence. */
  readonly remedy: string;
};
export type ErrorTable = Readonly<Record<string, ErrorRow>>;

export type AppErrorOptions = {
  /** More exact than the row's sentence. Never holds a secret. */
  readonly sentence?: string;
  readonly remedy?: string;
  readonly cause?: unknown;
  /** Facts for logs and pages; never secrets. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Field errors of a form. */
  readonly fields?: readonly { field: string; sentence: string }[];
  /** Milliseconds after which a retry makes sense. */
  readonly retryAfterMs?: number;
};

/** An error of ours: always a row of a table. Anything else that is thrown is a defect (code INTERNAL). */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly row: ErrorRow;
  readonly remedy: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly fields: readonly { field: string; sentence: string }[];
  readonly retryAfterMs: number | undefined;

  constructor(code: string, row: ErrorRow, options: AppErrorOptions = {}) {
    super(
      options.sentence ?? row.sentence,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.row = row;
    this.remedy = options.remedy ?? row.remedy;
    this.facts = options.facts ?? {};
    this.fields = options.fields ?? [];
    this.retryAfterMs = options.retryAfterMs;
  }

  get retryable(): boolean {
    return this.row.retryable;
  }
}

/** Makes the thrower of one table: `const fail = thrower(ERRORS)`, then `throw fail('CLOUD_UNREACHABLE', {…})`. */
export function thrower<T extends ErrorTable>(table: T) {
  return (code: keyof T & string, options?: AppErrorOptions): AppError => {
    const row = table[code];
    if (!row) throw new TypeError(`no error row ${code}`);
    return new AppError(code, row, options);
  };
}

/** The row of everything that is no error of ours. */
export const INTERNAL: ErrorRow = {
  status: 500,
  retryable: true,
  sentence: 'Something went wrong inside the program.',
  remedy: 'Try again; if it happens again, collect the logs and report the time of this message.',
};

/** Rows that both programs have. */
export const COMMON_ERRORS = {
  CONFIG_INVALID: {
    status: 500,
    retryable: false,
    sentence: 'The configuration is not valid.',
    remedy: 'Correct the named setting and start again.',
  },
  BAD_INPUT: {
    status: 400,
    retryable: false,
    sentence: 'Something in the request is not as it should be.',
    remedy: 'Correct the named field and send it again.',
  },
  NOT_FOUND: {
    status: 404,
    retryable: false,
    sentence: 'There is nothing here.',
    remedy: 'Check the address.',
  },
  NOT_SIGNED_IN: {
    status: 401,
    retryable: false,
    sentence: 'You are not signed in.',
    remedy: 'Sign in and try again.',
  },
  RATE_LIMITED: {
    status: 429,
    retryable: true,
    sentence: 'There were too many attempts.',
    remedy: 'Wait a minute and try again.',
  },
  DISK_FULL: {
    status: 507,
    retryable: true,
    sentence: 'The disk is full.',
    remedy: 'Free space on the data volume; nothing that was stored is lost.',
  },
} as const satisfies ErrorTable;
const FULL = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT']);

/** Any thrown value as an AppError; a foreign one becomes DISK_FULL or INTERNAL with its cause kept. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (FULL.has(String((thrown as { code?: unknown } | undefined)?.code)))
    return new AppError('DISK_FULL', COMMON_ERRORS.DISK_FULL, { cause: thrown });
  return new AppError('INTERNAL', INTERNAL, { cause: thrown });
}

/** As it crosses a wire outside HTTP. */
export function toFault(thrown: unknown): Fault {
  const e = toAppError(thrown);
  return { code: e.code, sentence: e.message, remedy: e.remedy };
}

/** As it crosses HTTP (RFC 9457). */
export function toProblem(thrown: unknown): Problem {
  const e = toAppError(thrown);
  return {
    type: `urn:cloudlink:error:${e.code}`,
    title: e.message,
    status: e.row.status,
    code: e.code,
    remedy: e.remedy,
    ...(e.fields.length > 0 ? { errors: e.fields.map((f) => ({ ...f })) } : {}),
  };
}
