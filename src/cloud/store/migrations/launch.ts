export const launch = { name: 'launch', up: `` };
