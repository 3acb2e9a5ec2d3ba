	trouble8
 type.googleapis.com/t.v1.Trouble
a
undMusterfraua{}g
(type.googleapis.com/google.rpc.ErrorInfo;
trouble
Everything
codeFW-4200
	faultCodeServer