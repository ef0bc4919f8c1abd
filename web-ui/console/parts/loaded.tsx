import type { ComponentChildren } from 'preact';
import { FailureBanner, Head, type Loaded, Loading } from '../../shared/index.ts';

/**
 * A page of one thing: says what is being read, or why it cannot be read; with data it is drawn, and a later failure
 * stands above it.
 */
export function LoadedPage<T>({
  loaded,
  title,
  reading,
  children,
}: {
  loaded: Loaded<T>;
  /** The page's name while there is nothing to say about its state. */
  title: string;
  reading: string;
  children: (data: T) => ComponentChildren;
}) {
  const { data, failure, reload } = loaded;
  if (data !== undefined)
    return (
      <>
        {failure && <FailureBanner failure={failure} onRetry={reload} />}
        {children(data)}
      </>
    );
  if (failure)
    return (
      <>
        <Head sentences={[title]} />
        <FailureBanner failure={failure} onRetry={reload} />
      </>
    );
  return (
    <>
      <h1 class="sr">{title}</h1>
      <Loading>{reading}</Loading>
    </>
  );
}
