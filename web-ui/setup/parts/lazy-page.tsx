/** Pages that few open: fetched when they are. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Failure, FailureBanner, failureOf, Head, Loading } from '../../shared/index.ts';
import { t } from '../words.ts';

/** A page that fetches itself; until it is there its title stands in its place. */
export function lazyPage(
  fetchPage: () => Promise<FunctionComponent>,
  title: () => string,
): FunctionComponent {
  let page: FunctionComponent | undefined;
  return function LazyPage() {
    const [there, setThere] = useState(() => page);
    const [failure, setFailure] = useState<Failure>();
    const fetchNow = () => {
      setFailure(undefined);
      fetchPage().then(
        (fetched) => {
          page = fetched;
          setThere(() => fetched);
        },
        (thrown: unknown) => setFailure(failureOf(thrown)),
      );
    };
    useEffect(() => {
      if (!there) fetchNow();
    }, []);
    if (there) {
      const Page = there;
      return <Page />;
    }
    return failure ? (
      <>
        <Head sentences={[title()]} />
        <FailureBanner failure={failure} onRetry={fetchNow} />
      </>
    ) : (
      <>
        <h1 class="sr">{title()}</h1>
        <Loading>{t('door.reading')}</Loading>
      </>
    );
  };
}
