/** The cloud's console, first cut: sign in, approve a gateway, see the gateways, give orders, launch. */
import { useState } from 'preact/hooks';
import type { ConsoleMe } from '../../src/contract/console-api.ts';
import { FailureBanner, Loading } from '../shared/banner.tsx';
import { useLoad } from '../shared/load.ts';
import { matchPath, useRoute } from '../shared/router.tsx';
import { Solo } from '../shared/shell.tsx';
import { api } from './api.ts';
import { Approve } from './approve.tsx';
import { Gateways } from './gateways.tsx';
import { SignIn } from './sign-in.tsx';

const BRAND = 'CloudLink console';

export function App() {
  const route = useRoute();
  const [signedIn, setSignedIn] = useState<ConsoleMe>();
  const me = useLoad('/api/me', (path, signal) => api.get<ConsoleMe>(path, signal));
  const known = signedIn ?? me.data;
  if (!known) {
    return (
      <Solo brand={BRAND}>
        {me.failure ? <FailureBanner failure={me.failure} /> : <Loading>Asking the console</Loading>}
      </Solo>
    );
  }
  api.setCsrf(known.csrf);
  const page = !known.signedIn ? (
    <SignIn onDone={setSignedIn} />
  ) : matchPath('/link', route.path) ? (
    <Approve />
  ) : (
    <Gateways />
  );
  return (
    <Solo brand={BRAND} who={known.person?.name}>
      {page}
    </Solo>
  );
}
