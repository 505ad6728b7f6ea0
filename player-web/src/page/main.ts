import '../protocol';
