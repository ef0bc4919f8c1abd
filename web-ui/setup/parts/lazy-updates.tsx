/** Updates: their page, and what other pages show of them; fetched when the first of them is drawn. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Failure, FailureBanner, failureOf, Loading } from '../../shared/index.ts';
import type { UpdatePartName } from '../updates/index.ts';
import { t } from '../words.ts';

type Parts = Readonly<Record<UpdatePartName, FunctionComponent>>;
let parts: Parts | undefined;

async function fetchParts(): Promise<Parts> {
  const [{ UPDATE_PARTS }, own, shared] = await Promise.all([
    import('../updates/index.ts'),
    import('../updates/words.ts'),
    import('../../shared/updates/words.ts'),
  ]);
  // a catalogue that does not come leaves its part English; the page works all the same
  await Promise.allSettled([own.load(), shared.load()]);
  return UPDATE_PARTS;
}

/** A part that fetches itself. */
export function lazyUpdates(name: UpdatePartName): FunctionComponent {
  return function LazyUpdates() {
    const [there, setThere] = useState(parts);
    const [failure, setFailure] = useState<Failure>();
    const fetchNow = () => {
      setFailure(undefined);
      fetchParts().then(
        (fetched) => {
          parts = fetched;
          setThere(fetched);
        },
        (thrown: unknown) => setFailure(failureOf(thrown)),
      );
    };
    useEffect(() => {
      if (!there) fetchNow();
    }, []);
    const Part = there?.[name];
    if (Part) return <Part />;
    return failure ? (
      <FailureBanner failure={failure} onRetry={fetchNow} level={3} />
    ) : (
      <>
        {name === 'page' && <h1 class="sr">{t('advanced.title')}</h1>}
        <Loading>{t('door.reading')}</Loading>
      </>
    );
  };
}
