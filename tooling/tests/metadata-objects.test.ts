// Rule "objects" of the metadata check.
import { objectRule } from '../metadata/object-rule.ts';
import { files, testRule } from './planted-faults.ts';

testRule(objectRule, [
  {
    title: 'a field label of more than 40 characters',
    file: files.start,
    from: /<label>.*<\/label>/,
    to: `<label>${'x'.repeat(41)}</label>`,
    says: 'label has 41 characters',
  },
  {
    title: 'a field without a description',
    file: files.start,
    from: /<description>.*<\/description>/,
    to: '',
    says: 'has no description',
  },
  {
    title: 'a unique text that does not say caseSensitive',
    file: files.key,
    from: /<caseSensitive>.*<\/caseSensitive>/,
    to: '',
    says: 'does not say caseSensitive',
  },
  {
    title: 'a text that is too long',
    file: files.key,
    from: '<length>64',
    to: '<length>256',
    says: 'longer than a Text can be',
  },
  {
    title: 'a long text without visible lines',
    file: files.trail,
    from: /<visibleLines>.*<\/visibleLines>/,
    to: '',
    says: 'LongTextArea without visibleLines',
  },
  {
    title: 'a checkbox without a default',
    file: files.marker,
    from: /<defaultValue>.*<\/defaultValue>/,
    to: '',
    says: 'Checkbox without defaultValue',
  },
  {
    title: 'a required lookup that is set to null',
    file: files.lead,
    from: '<required>false',
    to: '<required>true',
    says: 'required lookup',
  },
  {
    title: 'a lookup that does not say what a deletion does',
    file: files.lead,
    from: /<deleteConstraint>.*<\/deleteConstraint>/,
    to: '',
    says: 'Lookup without deleteConstraint',
  },
  {
    title: 'APIs that are not switched on together',
    file: files.object,
    from: '<enableStreamingApi>true',
    to: '<enableStreamingApi>false',
    says: 'must have the same value',
  },
  {
    title: 'an auto-number without digits',
    file: files.object,
    from: 'BK-{000000}',
    to: 'BK-',
    says: 'no displayFormat',
  },
  {
    title: 'an object without a plural',
    file: files.object,
    from: /<pluralLabel>.*<\/pluralLabel>/,
    to: '',
    says: 'has no pluralLabel',
  },
  {
    title: 'a second default value',
    file: files.status,
    from: '<default>false',
    to: '<default>true',
    says: 'more than one default',
  },
  {
    title: 'a picklist value twice',
    file: files.status,
    from: '<fullName>No-Show',
    to: '<fullName>Completed',
    says: 'picklist value twice',
  },
  {
    title: 'a name that differs from the file name',
    file: files.start,
    from: '<fullName>Start__c',
    to: '<fullName>Begin__c',
    says: "says fullName 'Begin__c'",
  },
]);
