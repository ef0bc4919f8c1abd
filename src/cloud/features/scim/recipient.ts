import type { Recipient } from '../../core/ports/deployment.ts';
import type { UserRecord } from '../../core/ports/scim-store.ts';
import { fieldsOf, keyForm, shownName } from './user-rules.ts';

/** A user of the directory as the receiver of an e-mail. */
export function recipientOf({ resource }: UserRecord): Recipient {
  const { userName, extension, phone, mobile, email } = fieldsOf(resource);
  const address = email?.trim() ?? '';
  return {
    name: shownName(resource),
    userName,
    extension,
    phone,
    mobile,
    address,
    addressKey: keyForm('email', address),
  };
}
