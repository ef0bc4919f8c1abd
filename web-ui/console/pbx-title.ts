import { PBX_TYPE_TITLES } from '../../src/contract/pbx-types.ts';
import { said } from '../shared/index.ts';

/** A type that this console does not know yet is named by its id. */
export const pbxTitle = (type: string): string => said(PBX_TYPE_TITLES[type] ?? type);
