import { createApi } from '../shared/api.ts';

export const api = createApi({ peer: 'console' });
