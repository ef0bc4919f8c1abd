/**
 * Claiming and tokens: OAuth 2.0 Device Authorization (RFC 8628), client assertions (RFC 7523) and DPoP
 * (RFC 9449). `docs/contract.md` tells the same in prose.
 *
 * Bodies of `/oauth/*` are application/x-www-form-urlencoded, as the RFCs say; answers are JSON. Every request
 * carries a `DPoP` proof; the server answers 400/401 `use_dpop_nonce` with a `DPoP-Nonce` header when the nonce
 * is missing or old, and the client repeats once.
 */
import { type Static, Type } from 'typebox';
import { AccountNumber, Base64Url, Instant, PlatformKind, Uuid } from './common.ts';

export const CLIENT_ID = 'cloudlinkd';
export const GRANT_DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
export const GRANT_CLIENT_CREDENTIALS = 'client_credentials';
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Paths under the cloud's public URL. */
export const CLOUD_PATH = {
  /** GET, no authentication: `{ name, region, version, time }`. The prechecks ask it. */
  hello: '/v1/hello',
  deviceAuthorization: '/oauth/device_authorization',
  /** POST form `{ device_code, client_id, challenge_id, verdict: 'right' | 'wrong' }` with a DPoP proof. */
  setupCodeVerdict: '/oauth/device_authorization/verdict',
  token: '/oauth/token',
  /** GET, DPoP token: {@link GatewaySelf}. */
  self: '/v1/gateway/self',
  /** DELETE, DPoP token: unlinks this gateway. 204. */
  unlink: '/v1/gateway/self',
  /** PUT {@link KeyOffer}, DPoP token of the key in use: names the next device key. 204. */
  key: '/v1/gateway/key',
  /** WebSocket: the command channel (contract/channel.ts). */
  channel: '/v1/gateway/channel',
  /** Long poll: GET ?wait=25 → `{ messages: CloudMessage[] }`; POST `{ messages: GatewayMessage[] }` → 204. */
  channelPoll: '/v1/gateway/messages',
  /** WebSocket whose binary frames are the bytes of one SSH connection. */
  tunnel: '/v1/gateway/tunnel',
  /** POST {@link TunnelPlanRequest} → {@link TunnelPlan} (contract/tunnel.ts), DPoP token. */
  tunnelPlan: '/v1/gateway/tunnel/plan',
  /** POST {@link OutboxBatch} → {@link OutboxReceipt}. */
  outbox: '/v1/gateway/outbox',
  /** GET ?after=<count>, DPoP token: {@link AccessHeads}, what this gateway said of its access log. */
  accessHeads: '/v1/gateway/access-heads',
  /** PUT `/<id>` with Content-Range, HEAD `/<id>`: a support bundle in pieces (contract/support.ts), DPoP token. */
  support: '/v1/gateway/support',
  /** GET `/<role>.json`: TUF metadata of the releases (contract/update.ts). No authentication: all of it is signed. */
  updateMetadata: '/v1/updates/metadata',
  /** GET `/<path of the target>`, Range and ETag: a release. No authentication. */
  updateTargets: '/v1/updates/targets',
  /** SCIM 2.0 base of the gateway's own account, by device token. */
  scim: '/v1/gateway/scim/v2',
} as const;

/** How long a claim token, or a fingerprint that was registered, is good. Milliseconds. */
export const CLAIM_TOKEN_MS = 24 * 60 * 60_000;

/** POST /oauth/device_authorization (RFC 8628 §3.1). The DPoP proof binds the request to the device key. */
export const DeviceAuthorizationRequest = Type.Object({
  client_id: Type.Literal(CLIENT_ID),
  /** JWK thumbprint (RFC 7638) of the device key; must equal the proof's key. */
  dpop_jkt: Base64Url,
  /** The gateway's name as its page shows it, e.g. `cloudlink.local`. */
  name: Type.String({ minLength: 1, maxLength: 253 }),
  kind: PlatformKind,
  version: Type.String({ maxLength: 64 }),
  /** The gateway's address on its own network. */
  lan_address: Type.Optional(Type.String({ maxLength: 64 })),
  /** Where the browser returns: http(s) at a private address, a loopback address, or a `.local` name. */
  return_uri: Type.Optional(Type.String({ maxLength: 512 })),
  /** The second way of claiming: a token made in the console. The request is approved with its answer. */
  claim_token: Type.Optional(Type.String({ maxLength: 128 })),
  /** Or: the console knows the fingerprint of this key, and an administrator of the gateway asks to be linked by that. */
  registered: Type.Optional(Type.Literal('yes')),
});
export type DeviceAuthorizationRequest = Static<typeof DeviceAuthorizationRequest>;

/** Answer to it (RFC 8628 §3.2). `user_code` is eight letters in two groups: `KTRH-PWVX`. */
export const DeviceAuthorizationResponse = Type.Object({
  device_code: Type.String(),
  user_code: Type.String({ pattern: '^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$' }),
  verification_uri: Type.String(),
  verification_uri_complete: Type.String(),
  expires_in: Type.Integer({ minimum: 1 }),
  /** Seconds between polls. The server may hold a poll up to 20 s until something changes. */
  interval: Type.Integer({ minimum: 1 }),
});
export type DeviceAuthorizationResponse = Static<typeof DeviceAuthorizationResponse>;

/**
 * The set-up code check. The person types the code at the cloud; the cloud keeps only
 * `mac = HMAC-SHA256(key = normalised code, msg = "cloudlink-setup-code\n" + nonce + "\n" + jkt)` and passes it
 * on in the next poll's answer. The gateway computes the same over its real code, compares in constant time and
 * posts its verdict. Five wrong ones end the attempt.
 */
export const SetupCodeChallenge = Type.Object({
  id: Uuid,
  /** 256 random bits. */
  nonce: Base64Url,
  mac: Base64Url,
});
export type SetupCodeChallenge = Static<typeof SetupCodeChallenge>;

/**
 * How long after its end an approved request still gives its grant to the gateway whose key asked; and after which the
 * cloud ends a link that was never fetched. Milliseconds.
 */
export const CLAIM_GRACE_MS = 60 * 60_000;

export const SETUP_CODE_MAC_PREFIX = 'cloudlink-setup-code\n';
/** Twelve characters of Crockford base32 (no I, L, O, U): 60 bits, shown as XXXX-XXXX-XXXX. */
export const SETUP_CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const SETUP_CODE_LENGTH = 12;
export const SETUP_CODE_ATTEMPTS = 5;

/** Upper case, look-alikes folded (I L → 1, O → 0), everything but the alphabet dropped. */
export function normaliseSetupCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
    .replace(/[^0-9A-HJKMNP-TV-Z]/g, '');
}

/** `XXXXXXXXXXXX` → `XXXX-XXXX-XXXX`. */
export function groupSetupCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? code;
}

/** Error answers of the token endpoint (RFC 6749 §5.2, RFC 8628 §3.5), with our fields. */
export const TokenError = Type.Object({
  error: Type.Enum([
    'authorization_pending',
    'slow_down',
    'access_denied',
    'expired_token',
    'invalid_grant',
    'invalid_client',
    'invalid_request',
    'invalid_dpop_proof',
    'use_dpop_nonce',
    'unsupported_grant_type',
    'account_deactivated',
    'unlinked',
    'temporarily_unavailable',
  ]),
  error_description: Type.Optional(Type.String()),
  /** Our error row, e.g. `ACCOUNT_DEACTIVATED`, `SETUP_CODE_ATTEMPTS`, `CLAIM_TOKEN_WRONG`, `PARTNER_ACCOUNT`. */
  code: Type.Optional(Type.String()),
  /** With authorization_pending: somebody is signed in at the cloud and looks at the request. */
  seen_by: Type.Optional(Type.String()),
  /** With authorization_pending: a code was typed and waits for the gateway's verdict. */
  challenge: Type.Optional(SetupCodeChallenge),
  /** With unlinked: which gateway, and the `jti` of the assertion that this answers. */
  gateway_id: Type.Optional(Uuid),
  assertion_id: Type.Optional(Type.String()),
});
export type TokenError = Static<typeof TokenError>;

/**
 * Status 400 to a client assertion that is right in every way, of a gateway that the cloud has unlinked: the same as
 * close code 4001 on the channel, for one that was offline then. It names the very assertion that it answers, so nothing
 * that was said before, or to somebody else, or by something in between that knows only statuses, is taken for it.
 * A cloud that does not know the gateway at all answers `invalid_client`, and that ends nothing.
 */
export const Unlinked = Type.Object({
  error: Type.Literal('unlinked'),
  gateway_id: Uuid,
  assertion_id: Type.String(),
});

/** Where an account is; prefills the Gateway page (row A4). */
export const AccountAddress = Type.Object({
  street: Type.Optional(Type.String()),
  city: Type.Optional(Type.String()),
  country: Type.Optional(Type.String()),
  province: Type.Optional(Type.String()),
  postalCode: Type.Optional(Type.String()),
});
export type AccountAddress = Static<typeof AccountAddress>;

/** What a gateway knows of the account it belongs to. */
export const GatewaySelf = Type.Object({
  gatewayId: Uuid,
  account: Type.Object({
    name: Type.String(),
    number: AccountNumber,
    /** Where the account's data is kept, in words: "Canada". */
    region: Type.String(),
    state: Type.Enum(['active', 'deactivated']),
    address: Type.Optional(AccountAddress),
  }),
  linkedAt: Instant,
  linkedBy: Type.String(),
  /** The cloud's id of that person. */
  linkedById: Type.Optional(Uuid),
  /** Public base URL in the account's region; all further requests go there. */
  baseUrl: Type.String(),
  /** The broker's SSH host keys in OpenSSH form (`ssh-ed25519 AAAA…`); pinned, nothing else is accepted. */
  brokerHostKeys: Type.Array(Type.String(), { minItems: 1 }),
});
export type GatewaySelf = Static<typeof GatewaySelf>;

/**
 * The next device key, offered in a request that both keys sign: the one in use by token and DPoP proof, the next one by
 * `proof`, a compact JWS with header `{ typ: KEY_PROOF_TYPE, alg: 'ES256', jwk: next public key }` over {@link KeyProof}.
 * Both keys are valid until the next one has been used for a client assertion; from then on only that one is.
 */
export const KeyOffer = Type.Object(
  { proof: Type.String({ maxLength: 4096 }) },
  { additionalProperties: false },
);
export type KeyOffer = Static<typeof KeyOffer>;
export const KEY_PROOF_TYPE = 'cloudlink-key+jwt';
export const KeyProof = Type.Object({
  /** The gateway. */
  iss: Uuid,
  /** Public URL of {@link CLOUD_PATH}.key. */
  aud: Type.String(),
  /** Thumbprint of the key in use. */
  old_jkt: Base64Url,
  /** Seconds. */
  iat: Type.Number(),
});
export type KeyProof = Static<typeof KeyProof>;

/** Success of the token endpoint. `gateway` comes with the device-code grant only. */
export const TokenResponse = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('DPoP'),
  /** Seconds; 600. */
  expires_in: Type.Integer({ minimum: 1 }),
  gateway: Type.Optional(GatewaySelf),
});
export type TokenResponse = Static<typeof TokenResponse>;
