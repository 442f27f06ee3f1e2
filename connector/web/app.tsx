// Which screen is shown: the session decides first (first run, sign-in, or the frame), then the address.
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation, useSearchParams } from 'react-router';
import { AdminLinkScreen } from './admin-link/admin-link-screen.tsx';
import { Frame } from './frame/frame.tsx';
import { LookOnly } from './frame/look-only.tsx';
import { NotFound } from './frame/not-found.tsx';
import { useSession } from './frame/session.ts';
import { LoadFailed } from './parts/notice.tsx';
import { asApiError } from './request.ts';
import { EntryPage } from './sign-in/entry-page.tsx';
import { FirstRunScreen } from './sign-in/first-run-screen.tsx';
import { SignInScreen } from './sign-in/sign-in-screen.tsx';
import { useTexts } from './texts/texts.tsx';

// What most visits do not need comes when it is opened.
const BookingsScreen = lazy(async () => ({
  default: (await import('./bookings/bookings-screen.tsx')).BookingsScreen,
}));
const ConnectionScreen = lazy(async () => ({
  default: (await import('./connection/connection-screen.tsx')).ConnectionScreen,
}));
const HealthScreen = lazy(async () => ({
  default: (await import('./health/health-screen.tsx')).HealthScreen,
}));
const SourcesScreen = lazy(async () => ({
  default: (await import('./sources/sources-screen.tsx')).SourcesScreen,
}));
const SetupFrame = lazy(async () => ({ default: (await import('./setup/setup-frame.tsx')).SetupFrame }));
const SetupHome = lazy(async () => ({ default: (await import('./setup/setup-home.tsx')).SetupHome }));
const InstallationScreen = lazy(async () => ({
  default: (await import('./installation/installation-screen.tsx')).InstallationScreen,
}));
const FieldValidationScreen = lazy(async () => ({
  default: (await import('./setup/validation/field-validation-screen.tsx')).FieldValidationScreen,
}));
const FieldMappingScreen = lazy(async () => ({
  default: (await import('./setup/mapping/field-mapping-screen.tsx')).FieldMappingScreen,
}));
const CreationRulesScreen = lazy(async () => ({
  default: (await import('./setup/rules/creation-rules-screen.tsx')).CreationRulesScreen,
}));
const HistoryScreen = lazy(async () => ({
  default: (await import('./setup/history/history-screen.tsx')).HistoryScreen,
}));
const CarryOverScreen = lazy(async () => ({
  default: (await import('./setup/history/carry-over-screen.tsx')).CarryOverScreen,
}));
const TeamScreen = lazy(async () => ({ default: (await import('./team/team-screen.tsx')).TeamScreen }));
const SettingsScreen = lazy(async () => ({
  default: (await import('./settings/settings-screen.tsx')).SettingsScreen,
}));
const InvitationScreen = lazy(async () => ({
  default: (await import('./sign-in/invitation-screen.tsx')).InvitationScreen,
}));
const NewPasswordScreen = lazy(async () => ({
  default: (await import('./sign-in/new-password-screen.tsx')).NewPasswordScreen,
}));
const ForgotPasswordScreen = lazy(async () => ({
  default: (await import('./sign-in/forgot-password-screen.tsx')).ForgotPasswordScreen,
}));

const home = '/setup';

export function App() {
  return (
    <Suspense fallback={<div aria-busy="true" />}>
      <Routes>
        {/* Whoever holds a link needs no account, and is shown the same when they have one. */}
        <Route path="/connect/:token" element={<AdminLinkScreen />} />
        <Route path="/invitation/:token" element={<InvitationScreen />} />
        <Route path="/new-password/:token" element={<NewPasswordScreen />} />
        <Route path="*" element={<BySession />} />
      </Routes>
    </Suspense>
  );
}

function BySession() {
  const t = useTexts('frame');
  const session = useSession();
  if (session.isPending) return <div aria-busy="true" />;
  if (session.isError) {
    return (
      <EntryPage title={t('unreachable.title')}>
        <LoadFailed
          what={t('unreachable.what')}
          error={asApiError(session.error)}
          onRetry={() => void session.refetch()}
          retrying={session.isFetching}
        />
      </EntryPage>
    );
  }
  if (session.data.state === 'first_run') {
    return (
      <Routes>
        <Route path="/first-run" element={<FirstRunScreen tryOut={session.data.tryOut !== null} />} />
        <Route path="*" element={<Navigate to="/first-run" replace />} />
      </Routes>
    );
  }
  if (session.data.state === 'signed_out') {
    return (
      <Routes>
        <Route path="/sign-in" element={<SignInScreen session={session.data} />} />
        <Route
          path="/forgot-password"
          element={<ForgotPasswordScreen tryOut={session.data.tryOut !== null} />}
        />
        <Route path="/first-run" element={<Navigate to="/sign-in?owner-link=used" replace />} />
        <Route path="*" element={<ToSignIn />} />
      </Routes>
    );
  }
  return (
    <Routes>
      <Route element={<Frame session={session.data} />}>
        <Route element={<SetupFrame />}>
          <Route element={<LookOnly />}>
            <Route path="/setup/api-connection" element={<ConnectionScreen session={session.data} />} />
            <Route path="/setup/installation" element={<InstallationScreen session={session.data} />} />
            <Route
              path="/setup/field-validation"
              element={<FieldValidationScreen session={session.data} />}
            />
            <Route path="/setup/field-mapping" element={<FieldMappingScreen session={session.data} />} />
            <Route path="/setup/creation-rules" element={<CreationRulesScreen session={session.data} />} />
            <Route path="/setup/carry-over" element={<CarryOverScreen />} />
          </Route>
          <Route path="/setup/history" element={<HistoryScreen session={session.data} />} />
          <Route path="/setup" element={<SetupHome />} />
        </Route>
        <Route path="/bookings" element={<BookingsScreen session={session.data} />} />
        <Route path="/bookings/:bookingId" element={<BookingsScreen session={session.data} />} />
        <Route path="/health" element={<HealthScreen />} />
        <Route element={<LookOnly />}>
          <Route path="/sources" element={<SourcesScreen session={session.data} />} />
        </Route>
        <Route path="/team" element={<TeamScreen session={session.data} />} />
        <Route path="/settings/:part?" element={<SettingsScreen session={session.data} />} />
        <Route path="/" element={<Navigate to={home} replace />} />
        <Route path="/first-run" element={<Navigate to={home} replace />} />
        <Route path="/sign-in" element={<AfterSignIn />} />
        <Route path="/forgot-password" element={<Navigate to="/settings" replace />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

function ToSignIn() {
  const { pathname, search } = useLocation();
  const wanted = `${pathname}${search}`;
  return <Navigate to={wanted === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(wanted)}`} replace />;
}

function AfterSignIn() {
  const [query] = useSearchParams();
  const wanted = query.get('to') ?? home;
  // Only paths of our own: an address of another site must never ride in on a sign-in link.
  return <Navigate to={/^\/[^/\\]/.test(wanted) ? wanted : home} replace />;
}
