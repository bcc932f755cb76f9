import 'askfirst/elements';
