export const scim = { name: 'scim', up: `` };
