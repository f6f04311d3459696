import { Suspense, useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation, useMatch } from 'react-router';
import { DaybookProvider } from '../session/daybook.js';
import { claimsOf } from '../session/claims.js';
import { forgetToken, useToken } from '../session/token.js';
import { TokenForm } from '../session/token-form.js';
import { ThemeSwitch } from '../theme/theme-switch.js';
import { HelpDialog } from './help-dialog.js';
import { StandingBanner } from './standing-banner.js';
import styles from './shell.module.css';

/** What stands around every page; without a token there is none. */
export function Shell() {
  const token = useToken();
  // That page tells the same, and more of it.
  const onHealth = useMatch('/health') !== null;
  const amongIncidents = useMatch('/incidents/:id') !== null;
  if (token === null) return <TokenForm />;
  const claims = claimsOf(token);
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#main">
        Skip to the content
      </a>
      <header className={styles['header']}>
        <NavLink to="/" className={styles['name']!} end>
          <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width="22" height="22" /> Daybook
        </NavLink>
        <nav aria-label="Pages" className={styles['pages']}>
          <NavLink to="/" end data-within={amongIncidents}>
            Incidents
          </NavLink>
          <NavLink to="/insights">Insights</NavLink>
          <NavLink to="/health">Health</NavLink>
        </nav>
        <div className={styles['account']}>
          {claims && (
            <span title={`${claims.subject}: ${claims.scopes.join(', ')}`}>
              <span className="visually-hidden">Account </span>
              {claims.account}
            </span>
          )}
          <ThemeSwitch />
          <button type="button" onClick={() => forgetToken()}>
            Leave
          </button>
        </div>
      </header>
      {!onHealth && <StandingBanner />}
      <DaybookProvider key={token} token={token}>
        <Main />
      </DaybookProvider>
      <HelpDialog />
    </div>
  );
}

/** Takes the focus when another page is shown, so that a screen reader goes on from there. */
function Main() {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <main id="main" ref={main} tabIndex={-1} className={styles['main']}>
      <Suspense fallback={<p role="status">Loading …</p>}>
        <Outlet />
      </Suspense>
    </main>
  );
}
