/** The pages of user synchronisation beyond running it: fetched when the first of them is opened. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Failure, FailureBanner, failureOf, Head, Loading } from '../../shared/index.ts';
import type { SyncPageName } from '../sync/index.ts';
import { t } from '../words.ts';

type Pages = Readonly<Record<SyncPageName, FunctionComponent>>;
let pages: Pages | undefined;

async function fetchPages(): Promise<Pages> {
  const [{ SYNC_PAGES }, { load }] = await Promise.all([
    import('../sync/index.ts'),
    import('../sync/words.ts'),
  ]);
  // a catalogue that does not come leaves its part English; the page works all the same
  await load().catch(() => undefined);
  return SYNC_PAGES;
}

/** A page that fetches itself. */
export function lazySync(name: SyncPageName): FunctionComponent {
  return function LazySync() {
    const [there, setThere] = useState(pages);
    const [failure, setFailure] = useState<Failure>();
    const fetchNow = () => {
      setFailure(undefined);
      fetchPages().then(
        (fetched) => {
          pages = fetched;
          setThere(fetched);
        },
        (thrown: unknown) => setFailure(failureOf(thrown)),
      );
    };
    useEffect(() => {
      if (!there) fetchNow();
    }, []);
    const Page = there?.[name];
    if (Page) return <Page />;
    return failure ? (
      <>
        <Head sentences={[t('sync.title')]} />
        <FailureBanner failure={failure} onRetry={fetchNow} />
      </>
    ) : (
      <>
        <h1 class="sr">{t('sync.title')}</h1>
        <Loading>{t('door.reading')}</Loading>
      </>
    );
  };
}
