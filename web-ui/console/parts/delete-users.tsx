/** Deleting users in the cloud (S3:735-757, row D17): wants the typed word, says what goes and what stays. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { UserView } from '../../../src/contract/console-api.ts';
import { failureOf, toast } from '../../shared/index.ts';
import { api } from '../api.ts';
import { rich, t } from '../words.ts';
import { namesWords } from './list-words.ts';
import { TypedDialog } from './typed-dialog.tsx';

/** So many are named; the others are counted. */
const NAMED = 5;

const bold = { b: (words: ComponentChildren) => <b>{words}</b> };

export function DeleteUsers({
  open,
  users,
  onClose,
  onDeleted,
  onDone,
}: {
  open: boolean;
  users: readonly UserView[];
  onClose: () => void;
  onDeleted?: (user: UserView) => void;
  /** After the last one, also when one of them failed. */
  onDone: () => void;
}) {
  const [done, setDone] = useState<{ n: number; of: number }>();
  const remove = async () => {
    let n = 0;
    setDone({ n, of: users.length });
    try {
      for (const user of users) {
        await removeOne(user);
        n += 1;
        setDone({ n, of: users.length });
        onDeleted?.(user);
      }
      toast(t('users.deleted', { n }));
    } finally {
      setDone(undefined);
      if (n > 0) onDone();
    }
  };
  const names = namesWords(users.slice(0, NAMED).map((user) => user.displayName));
  const rest = users.length - NAMED;
  return (
    <TypedDialog
      open={open}
      onClose={onClose}
      title={t(users.length === 1 ? 'users.deleteOneTitle' : 'users.deleteTitle')}
      word="delete"
      yes={t('users.deleteYes')}
      danger
      onYes={remove}
    >
      <p>
        {rest > 0
          ? rich('users.deleteMany', { ...bold, names, n: rest })
          : rich('users.deleteNames', { ...bold, names })}
      </p>
      <p>{rich('users.deleteStays', bold)}</p>
      <p class="small quiet" role="status">
        {done && t('users.deleting', { done: done.n, of: done.of })}
      </p>
    </TypedDialog>
  );
}

/** Somebody else may have deleted it meanwhile: then it is done. */
async function removeOne({ id }: UserView): Promise<void> {
  try {
    await api.delete(`/api/users/${encodeURIComponent(id)}`, { typed: 'delete' });
  } catch (thrown) {
    if (failureOf(thrown).status !== 404) throw thrown;
  }
}
