namespace Real.MvvmConfirmClick;

public sealed class Button { public event EventHandler? Clicked; public void Click() => Clicked?.Invoke(this, EventArgs.Empty); }
public sealed class AlertView { public Button Ok { get; } = new(); public Button Cancel { get; } = new(); public void Show(string message) => Console.WriteLine(message); }

public interface IUserInteraction { Task<bool> ConfirmAsync(string message); Task AlertAsync(string message); }

public class UserInteraction : IUserInteraction
{
    public Task<bool> ConfirmAsync(string message)
    {
        var answer = new TaskCompletionSource<bool>();
        var view = new AlertView();
        view.Ok.Clicked += (_, _) => answer.TrySetResult(true);
        view.Cancel.Clicked += (_, _) => answer.TrySetResult(false);
        view.Show(message);
        return answer.Task;
    }

    public Task AlertAsync(string message)
    {
        var closed = new TaskCompletionSource();
        var view = new AlertView();
        view.Ok.Clicked += (_, _) => closed.TrySetResult();
        view.Show(message);
        return closed.Task;
    }
}
