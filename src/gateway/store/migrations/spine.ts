export const spine = { name: 'spine', up: `` };
