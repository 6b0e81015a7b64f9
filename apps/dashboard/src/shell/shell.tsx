import type { ComponentChildren, JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { isAdmin, session } from '../session/session.js';
import { signOut } from '../session/session-key.js';
import mark from './mark.svg';

interface Place {
  path: string;
  name: string;
  isForAdmins: boolean;
}

const PLACES: Place[] = [
  { path: '/', name: 'Overview', isForAdmins: false },
  { path: '/rounds', name: 'Rounds', isForAdmins: true },
  { path: '/plans', name: 'Plans', isForAdmins: false },
  { path: '/settings', name: 'Settings', isForAdmins: true },
];

/** What surrounds every page. */
export function Shell({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <>
      <a class="skip" href="#page">
        Skip to the page
      </a>
      <header class="top">
        <a class="brand" href="/">
          <img src={mark} alt="" width="24" height="24" />
          Purser
        </a>
        <nav aria-label="Pages">
          {PLACES.filter((place) => isAdmin() || !place.isForAdmins).map((place) => (
            <NavLink key={place.path} {...place} />
          ))}
        </nav>
        <Caller />
      </header>
      <main id="page" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function NavLink({ path, name }: Place): JSX.Element {
  const { path: current } = useLocation();
  const under = path === '/' ? ['/tasks/'] : [`${path}/`];
  const isHere = current === path || under.some((start) => current.startsWith(start));
  return (
    <a href={path} aria-current={isHere ? 'page' : undefined}>
      {name}
    </a>
  );
}

function Caller(): JSX.Element | null {
  if (session.value.state !== 'signed-in' || session.value.caller.auth === 'off') return null;
  return (
    <div class="caller">
      <span>{session.value.caller.name}</span>
      <button type="button" class="quiet" onClick={signOut}>
        Sign out
      </button>
    </div>
  );
}
