export const core = { name: 'core', up: `` };
