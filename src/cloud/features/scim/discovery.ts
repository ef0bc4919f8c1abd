/** What this server can do (RFC 7643 §5–§7): ServiceProviderConfig, ResourceTypes, Schemas. */
import { SCIM_LIST } from '../../../contract/scim.ts';
import type { Json } from './path.ts';
import { type Attribute, CORE_SCHEMA, EXTENSIONS, SCHEMAS, type Schema } from './schema.ts';

/** What a request may ask for at most. */
export const LIMITS = {
  bulkOperations: 1000,
  /** Bytes of any request body. */
  payload: 8 * 1024 * 1024,
  /** Users in one page. */
  results: 1000,
  /** Users in a page where the client does not say. */
  defaultCount: 100,
  patchOperations: 1000,
} as const;

export function serviceProviderConfig(baseUrl: string): Json {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: LIMITS.bulkOperations, maxPayloadSize: LIMITS.payload },
    filter: { supported: true, maxResults: LIMITS.results },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The token that Generate keys shows, or the access token of a linked gateway',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}

export function userResourceType(baseUrl: string): Json {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    description: CORE_SCHEMA.description,
    schema: CORE_SCHEMA.id,
    schemaExtensions: EXTENSIONS.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/User` },
  };
}

function describe({ subAttributes, type, caseExact, uniqueness, ...rest }: Attribute): Json {
  return subAttributes
    ? { ...rest, type, subAttributes: subAttributes.map(describe) }
    : { ...rest, type, caseExact, uniqueness };
}

function describeSchema({ id, name, description, attributes }: Schema, baseUrl: string): Json {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id,
    name,
    description,
    attributes: attributes.map(describe),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
  };
}

export const schemaList = (baseUrl: string): readonly Json[] =>
  SCHEMAS.map((schema) => describeSchema(schema, baseUrl));

/** RFC 7644 §3.4.2. */
export function listResponse(resources: readonly unknown[], total = resources.length, startIndex = 1): Json {
  return {
    schemas: [SCIM_LIST],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
