// Links that somebody opened before being signed in: asked once, and not again while the page is used.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSessionMutation } from '../frame/session.ts';
import { entryApi } from './entry-api.ts';

export function useInvitation(token: string) {
  return useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => entryApi.invitation(token, signal),
    staleTime: 10_000,
    refetchOnWindowFocus: false,
  });
}

export function usePasswordLink(token: string) {
  return useQuery({
    queryKey: ['password-link', token],
    queryFn: ({ signal }) => entryApi.passwordLink(token, signal),
    // Once the password is saved the link is used up; asking again would turn the good news into an error.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}

export const useSecondFactor = () => useSessionMutation(entryApi.secondFactor);
export const useAcceptInvitation = () => useSessionMutation(entryApi.accept);
export const useAskForPasswordLink = () => useMutation({ mutationFn: entryApi.askForPasswordLink });
export const useSetPassword = () => useMutation({ mutationFn: entryApi.setPassword });

/** Leaves this page for the company's own sign-in. */
export function useSingleSignOn() {
  return useMutation({
    mutationFn: entryApi.singleSignOn,
    onSuccess: ({ url }) => window.location.assign(url),
  });
}
