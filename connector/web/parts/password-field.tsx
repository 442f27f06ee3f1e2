// A password or secret with a button that shows it. Mantine's field neither names its error nor its description to a screen
// reader, nor lets the keyboard reach the button; this one does.
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useId } from 'react';
import { useTexts } from '../texts/texts.tsx';

export function PasswordField(
  props: Omit<PasswordInputProps, 'id' | 'visibilityToggleButtonProps'> & { what: string },
) {
  const { what, ...rest } = props;
  const t = useTexts('frame');
  const id = useId();
  const describedBy = [props.error && `${id}-error`, props.description && `${id}-description`];
  return (
    <PasswordInput
      {...rest}
      id={id}
      errorProps={{ id: `${id}-error` }}
      descriptionProps={{ id: `${id}-description` }}
      aria-invalid={props.error ? true : undefined}
      aria-describedby={describedBy.filter(Boolean).join(' ') || undefined}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': t('show', { what }) }}
    />
  );
}
