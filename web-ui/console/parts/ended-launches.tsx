/** One's own sessions that somebody else has ended: said on whatever page of the console is open. */
import { useState } from 'preact/hooks';
import type { LaunchView } from '../../../src/contract/console-api.ts';
import { Banner, Button, said, toast } from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged } from '../inside.ts';
import { opened } from '../launch.ts';
import { t } from '../words.ts';

/** Sessions that this page opened and that have ended since; none is named twice. */
async function ended(): Promise<readonly LaunchView[]> {
  if (opened.size === 0) return [];
  const { sessions } = await api.get<{ sessions: LaunchView[] }>('/api/launches');
  return sessions.filter(({ id, state }) => state === 'ended' && opened.delete(id));
}

const wordsOf = ({ title, endedBecause = '' }: LaunchView) =>
  t('launch.ended', { title, because: said(endedBecause) });

export function EndedLaunches() {
  const [shown, setShown] = useState<readonly LaunchView[]>([]);
  useChanged(['launch'], () => {
    // a list that cannot be read is read again with the next change; the page itself says that contact is lost
    ended().then(
      (more) => {
        if (more.length > 0) setShown((before) => [...before, ...more]);
        // seen and heard wherever the page is scrolled to; the banner stays
        for (const one of more) toast(wordsOf(one));
      },
      () => undefined,
    );
  });
  return (
    <>
      {shown.map((session) => (
        <Banner
          key={session.id}
          kind="warn"
          title={wordsOf(session)}
          action={
            <Button small onClick={() => setShown(shown.filter((one) => one !== session))}>
              {t('launch.close')}
            </Button>
          }
        >
          <p>{t('launch.endedText')}</p>
        </Banner>
      ))}
    </>
  );
}
