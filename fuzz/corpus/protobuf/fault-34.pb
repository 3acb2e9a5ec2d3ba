	troubleC
 type.googleapis.com/t.v1.Trouble
 
  
  Größe Łódź]]>  a g
(type.googleapis.com/google.rpc.ErrorInfo;
trouble
Everything
codeFW-4200
	faultCodeServer