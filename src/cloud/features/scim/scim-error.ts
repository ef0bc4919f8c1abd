/** Errors of the SCIM protocol (RFC 7644 §3.12) as rows: name → HTTP status and scimType. */
import { SCIM_ERROR } from '../../../contract/scim.ts';

const ROWS = {
  invalidFilter: { status: 400, scimType: 'invalidFilter' },
  invalidSyntax: { status: 400, scimType: 'invalidSyntax' },
  invalidPath: { status: 400, scimType: 'invalidPath' },
  invalidValue: { status: 400, scimType: 'invalidValue' },
  noTarget: { status: 400, scimType: 'noTarget' },
  mutability: { status: 400, scimType: 'mutability' },
  uniqueness: { status: 409, scimType: 'uniqueness' },
  notAuthenticated: { status: 401 },
  forbidden: { status: 403 },
  notFound: { status: 404 },
  notAllowed: { status: 405 },
  unresolved: { status: 409 },
  /** Another write came in between each of several attempts. */
  busy: { status: 503 },
  precondition: { status: 412 },
  tooLarge: { status: 413 },
  mediaType: { status: 415 },
  notImplemented: { status: 501 },
} as const satisfies Record<string, { status: number; scimType?: string }>;

export type ScimErrorName = keyof typeof ROWS;

/** As it is sent (RFC 7644 §3.12): `status` is text. */
export type ScimErrorBody = {
  readonly schemas: readonly string[];
  readonly status: string;
  readonly scimType?: string;
  readonly detail: string;
};

export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly scimType: string | undefined;

  /** @param detail What is wrong, naming the attribute; goes to the client as it is. */
  constructor(name: ScimErrorName, detail: string) {
    super(detail);
    const row: { status: number; scimType?: string } = ROWS[name];
    this.status = row.status;
    this.scimType = row.scimType;
  }

  body(): ScimErrorBody {
    return errorBody(this.status, this.message, this.scimType);
  }
}

export function errorBody(status: number, detail: string, scimType?: string): ScimErrorBody {
  return { schemas: [SCIM_ERROR], status: String(status), ...(scimType ? { scimType } : {}), detail };
}

/** A client's text inside a message: quoted and cut, so that a 64 KiB filter is not sent back. */
export function quote(text: unknown): string {
  const whole = typeof text === 'string' ? text : (JSON.stringify(text) ?? String(text));
  return `"${whole.length > 80 ? `${whole.slice(0, 77)}...` : whole}"`;
}
