// truth: safe
// why: the object is made by the call and given away when it is ready
// checked: 0 of 20 schedules violate

namespace Case_480;

public sealed class Report { public int Pages; public string Title = ""; }

public sealed class Reports(Func<Task<int>> pages, Func<Task<string>> title)
{
    private Report? _latest;
    public Report? Latest => _latest;

    public async Task MakeAsync()
    {
        var report = new Report { Pages = 1 };
        report.Pages += await pages();
        report.Title = report.Title + await title() + report.Pages;
        _latest = report;
    }
}
