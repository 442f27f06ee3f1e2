// The team as the pages know it, and what changes it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { teamApi } from './team-api.ts';

const teamKey = ['team'];

export function useTeam() {
  return useQuery({ queryKey: [...teamKey, 'members'], queryFn: ({ signal }) => teamApi.team(signal) });
}

/** For owners and admins only. */
export function useInvitations() {
  return useQuery({
    queryKey: [...teamKey, 'invitations'],
    queryFn: ({ signal }) => teamApi.invitations(signal),
  });
}

function useTeamMutation<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    // Also after a refusal: somebody else may have changed the same member.
    onSettled: () => queries.invalidateQueries({ queryKey: teamKey }),
  });
}

export const useChangeRole = () => useTeamMutation(teamApi.changeRole);
export const useRemoveMember = () => useTeamMutation(teamApi.removeMember);
export const useInvite = () => useTeamMutation(teamApi.invite);
export const useTakeBack = () => useTeamMutation(teamApi.takeBack);
export const useMakePasswordLink = () => useMutation({ mutationFn: teamApi.makePasswordLink });
