import type { JSX } from 'preact';
import { ErrorBoundary, LocationProvider, Route, Router, lazy } from 'preact-iso';
import { isAdmin, session } from './session/session.js';
import { SignIn } from './session/sign-in.js';
import { Shell } from './shell/shell.js';
import { NotFound } from './shell/not-found.js';
import { Broken, Loading } from './ui/states.js';

const OverviewPage = lazy(() => import('./pages/overview/overview-page.js'));
const TaskPage = lazy(() => import('./pages/task/task-page.js'));
const RoundsPage = lazy(() => import('./pages/rounds/rounds-page.js'));
const RoundPage = lazy(() => import('./pages/rounds/round-page.js'));
const PlansPage = lazy(() => import('./pages/plans/plans-page.js'));
const PlanPage = lazy(() => import('./pages/plans/plan-page.js'));
const SettingsPage = lazy(() => import('./pages/settings/settings-page.js'));

export function App(): JSX.Element {
  const { state } = session.value;
  if (state === 'asking') return <Loading what="Purser" />;
  if (state === 'unreachable') return <Broken error={session.value.error} />;
  if (state === 'signed-out') return <SignIn />;
  return (
    <LocationProvider>
      <Shell>
        <ErrorBoundary>
          <Pages />
        </ErrorBoundary>
      </Shell>
    </LocationProvider>
  );
}

/** A key without the role `admin` sees its tasks and its plans. */
function Pages(): JSX.Element {
  if (!isAdmin()) {
    return (
      <Router>
        <Route path="/" component={OverviewPage} />
        <Route path="/plans" component={PlansPage} />
        <Route path="/plans/:id" component={PlanPage} />
        <Route default component={NotFound} />
      </Router>
    );
  }
  return (
    <Router>
      <Route path="/" component={OverviewPage} />
      <Route path="/tasks/:task" component={TaskPage} />
      <Route path="/rounds" component={RoundsPage} />
      <Route path="/rounds/:id" component={RoundPage} />
      <Route path="/plans" component={PlansPage} />
      <Route path="/plans/:id" component={PlanPage} />
      <Route path="/settings/:section?" component={SettingsPage} />
      <Route default component={NotFound} />
    </Router>
  );
}
