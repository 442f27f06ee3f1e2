// Rule "types" of the metadata check.
import { typeRule } from '../metadata/type-rule.ts';
import { files, testRule } from './planted-faults.ts';

testRule(typeRule, [
  {
    title: 'an element that does not exist',
    file: files.start,
    from: '<label>',
    to: '<colour>red</colour><label>',
    says: 'CustomField.colour does not exist',
  },
  {
    title: 'a value that is not in the list',
    file: files.start,
    from: '>DateTime<',
    to: '>Datum<',
    says: "CustomField.type is 'Datum', not one of",
  },
  {
    title: 'a boolean that is none',
    file: files.key,
    from: '<unique>true',
    to: '<unique>yes',
    says: 'not true or false',
  },
  {
    title: 'a number that is none',
    file: files.key,
    from: '<length>64',
    to: '<length>long',
    says: 'not a number',
  },
  {
    title: 'an element that may occur once only',
    file: files.start,
    from: '</CustomField>',
    to: '<label>Again</label></CustomField>',
    says: 'may occur once only',
  },
  {
    title: 'a required element that is missing',
    file: files.fence,
    from: /<active>.*<\/active>/,
    to: '',
    says: 'ValidationRule.active is required',
  },
  {
    title: 'elements where text belongs',
    file: files.start,
    from: /<label>.*<\/label>/,
    to: '<label><b>Start</b></label>',
    says: 'should hold text',
  },
  {
    title: 'a wrong namespace',
    file: files.start,
    from: 'soap.sforce.com',
    to: 'soap.example.com',
    says: 'lacks xmlns',
  },
  {
    title: 'a type that does not exist',
    file: files.start,
    from: /CustomField/g,
    to: 'CustomFeild',
    says: 'is not a metadata type',
  },
  {
    title: 'XML that is not well-formed',
    file: files.start,
    from: '</label>',
    to: '',
    says: 'not well-formed',
  },
]);
