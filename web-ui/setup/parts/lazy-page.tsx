/** A page that few open: fetched when somebody does, so that the first page comes sooner. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Failure, FailureBanner, failureOf, Head, Loading } from '../../shared/index.ts';
import { t } from '../words.ts';

/** @param title of the page, said while it is fetched */
export function lazyPage(
  title: () => string,
  fetchPage: () => Promise<FunctionComponent>,
): FunctionComponent {
  let page: FunctionComponent | undefined;
  return function LazyPage() {
    const [Page, setPage] = useState<FunctionComponent | undefined>(() => page);
    const [failure, setFailure] = useState<Failure>();
    const fetchNow = () => {
      setFailure(undefined);
      fetchPage().then(
        (fetched) => {
          page = fetched;
          setPage(() => fetched);
        },
        (thrown: unknown) => setFailure(failureOf(thrown)),
      );
    };
    useEffect(() => {
      if (!Page) fetchNow();
    }, []);
    if (Page) return <Page />;
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
