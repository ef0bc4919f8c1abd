export const uplink = { name: 'uplink', up: `` };
